import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, it } from 'vitest';
import { noIgnoredResult } from '../../.make/eslint/no-ignored-result.ts';

RuleTester.describe = describe;
RuleTester.it = it;

const declarations = `
  type Result<V, E> = { readonly ok: true; readonly value: V } | { readonly ok: false; readonly error: E };
  declare function save(): Result<number, string>;
  declare function send(): Promise<Result<number, string>>;
  declare function find(): Result<number, string> | undefined;
  declare function log(): void;
  declare function succeed(): { readonly ok: true; readonly value: number };
  declare function request(): { readonly ok: boolean; readonly status: number };
  declare function later(callback: () => void): void;
  declare function map(callback: () => unknown): void;
  declare const store: { save(): Result<number, string> } | undefined;
  declare const condition: boolean;
`;

const tester = new RuleTester({
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: {
      projectService: { allowDefaultProject: ['*.ts'] },
      tsconfigRootDir: import.meta.dirname,
    },
  },
});

const code = (name: string, text: string): { name: string; code: string; filename: string } => ({
  name,
  code: declarations + text,
  filename: 'dropped.ts',
});
const ignored = (name: string, text: string, count = 1): RuleTester.InvalidTestCase => ({
  ...code(name, text),
  errors: Array.from({ length: count }, () => ({ messageId: 'ignored' })),
});
const unexplained = (name: string, text: string): RuleTester.InvalidTestCase => ({
  ...code(name, text),
  errors: [{ messageId: 'unexplained' }],
});

tester.run('no-ignored-result', noIgnoredResult as never, {
  valid: [
    code('lets a Result be kept', 'const saved = save();'),
    code('lets a Result be assigned', 'let saved = save(); saved = save();'),
    code('lets a Result be asked', 'if (!save().ok) log();'),
    code('lets a Result be returned', 'function again() { return save(); }'),
    code('lets a Result be handed on by a callback that answers', 'map(() => save());'),
    code('minds no call that brings nothing', 'log(); condition && log();'),
    code('minds no call that cannot fail', 'succeed();'),
    code('minds no ok of another meaning', 'request();'),
    code('minds no void of something else', 'void log(); void Promise.resolve(1);'),
    code('lets a Result go with a reason behind it', 'void save(); // the next one overwrites it'),
    code('lets a Result go with a reason before it', '// the next one overwrites it\nvoid save();'),
    code('lets a promised Result go with a reason', 'void send(); // the far end asks again'),
  ],
  invalid: [
    ignored('refuses a call whose Result is dropped', 'save();'),
    ignored('refuses a dropped Result that was waited for', 'async function f() { await send(); }'),
    ignored('refuses a Result among other values', 'find();'),
    ignored('refuses a call on what may be missing', 'store?.save();'),
    ignored('refuses the last call of a condition', 'condition && save();'),
    ignored('refuses both branches of a choice', 'condition ? save() : save();', 2),
    ignored('refuses every call of a sequence', 'save(), log(), save();', 2),
    ignored('refuses a Result handed to a caller that takes none', 'later(() => save());'),
    unexplained('wants a reason for a void', '\n\nvoid save();'),
    unexplained('wants a reason for a void of a promise', '\n\nvoid send();'),
    unexplained('wants a reason for a void in a callback', '\n\nlater(() => void save());'),
  ],
});
