import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { LOG_CODES, type LogCodeMeaning } from '../../../src/ports/system/log-codes.ts';

const SOURCES = fileURLToPath(new URL('../../../src/', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../../docs/log-codes.md', import.meta.url));
const MOST_COLUMNS = 120;

const codes = Object.entries<LogCodeMeaning>(LOG_CODES);

/** As the document has it: an item a code, wrapped. */
function item([code, { means, act }]: readonly [string, LogCodeMeaning]): string {
  const lines: string[] = [];
  let line = '-';
  for (const word of `\`${code}\`: ${means}${act === null ? '' : ` **${act}**`}`.split(' ')) {
    if (line.length + 1 + word.length > MOST_COLUMNS) {
      lines.push(line);
      line = ' ';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}

const DOCUMENT_NOW = `# What the log says

One line a fact, on standard error: the name of the process, the level, a code, facts as \`name=value\`, and the cause of
a fault with the places in the code that it came through. No text, key, PIN or number (user part of an address) is in
any of them: what stands for one is \`…\`. Under each code: what it means and, in bold, what the operator does.

This page is made of [src/ports/system/log-codes.ts](../src/ports/system/log-codes.ts) and held to it by a test.

${codes.map(item).join('\n')}
`;

it('every code is logged somewhere: none is left over', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const logged = new Set<string>();
  for (const file of files) {
    const source = readFileSync(join(SOURCES, file), 'utf8');
    for (const [, code = ''] of source.matchAll(/\.(?:info|warn|error)\(\s*'([^']+)'/g)) logged.add(code);
  }
  expect([...logged].sort()).toEqual(codes.map(([code]) => code));
});

it('the codes are in the order of the alphabet, each with a sentence on what it means', () => {
  for (const [code, { means, act }] of codes) {
    expect(code).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
    for (const sentence of act === null ? [means] : [means, act]) expect(sentence).toMatch(/^[A-Z].*\.$/);
  }
});

it('the document for the operator says the same', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(DOCUMENT, DOCUMENT_NOW);
  expect(existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '').toBe(DOCUMENT_NOW);
});
