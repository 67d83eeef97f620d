import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  backspace,
  composerOf,
  composerText,
  deleteAll,
  deleteWord,
  draftOf,
  EMPTY_COMPOSER,
  insertText,
  moveCursor,
  replaceText,
  type Composer,
  type ComposerStep,
} from '../../src/domain/text/composer.ts';
import { graphemes } from '../../src/domain/text/graphemes.ts';
import { sizeWithinLimits } from '../../src/domain/text/text-limits.ts';
import { isTypeable } from '../../src/domain/text/visible-text.ts';
import { anyPiece, anyText } from './text-arbitraries.ts';

type Key =
  | { readonly key: 'insert' | 'replace'; readonly text: string }
  | { readonly key: 'backspace' | 'word' | 'all' | 'left' | 'right' | 'start' | 'end' };

const anyKey: fc.Arbitrary<Key> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ key: fc.constant('insert' as const), text: anyPiece }) },
  { weight: 1, arbitrary: fc.record({ key: fc.constant('replace' as const), text: anyPiece }) },
  { weight: 1, arbitrary: fc.record({ key: fc.constant('insert' as const), text: anyText }) },
  {
    weight: 4,
    arbitrary: fc.record({
      key: fc.constantFrom('backspace', 'backspace', 'left', 'left', 'right', 'start', 'end', 'word', 'all'),
    }),
  },
);

function press(composer: Composer, key: Key): ComposerStep {
  switch (key.key) {
    case 'insert':
      return insertText(composer, key.text);
    case 'replace':
      return replaceText(composer, key.text);
    case 'backspace':
      return backspace(composer);
    case 'word':
      return deleteWord(composer);
    case 'all':
      return deleteAll(composer);
    default:
      return moveCursor(composer, key.key);
  }
}

/** The plainest text field: a string and an offset in it. It knows nothing of clusters but where they end. */
interface Model {
  readonly text: string;
  readonly offset: number;
}

/** Ends of clusters, 0 and the text's own length among them. */
function edges(text: string): number[] {
  const ends = [0];
  for (const cluster of graphemes(text)) ends.push(ends[ends.length - 1]! + cluster.length);
  return ends;
}

/** Puts `typed` in place of what stands between `from` and the cursor; the cursor ends at the first cluster edge behind it. */
function spliced(model: Model, from: number, typed: string): Model {
  const text = model.text.slice(0, from) + typed + model.text.slice(model.offset);
  return { text, offset: edges(text).find((edge) => edge >= from + typed.length)! };
}

/** Over one letter per character: "w" for what is read, and a space. */
function wordStart(model: Model): number {
  const before = graphemes(model.text.slice(0, model.offset));
  const kinds = before.map((cluster) =>
    /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(cluster) ? ' ' : 'w',
  );
  const kept = kinds.join('').trimEnd().lastIndexOf(' ') + 1;
  return before.slice(0, kept).join('').length;
}

function afterKey(model: Model, key: Key): Model {
  const previous = edges(model.text).findLast((edge) => edge < model.offset) ?? 0;
  switch (key.key) {
    case 'insert':
    case 'replace': {
      const next = spliced(model, key.key === 'insert' ? model.offset : previous, key.text);
      const fits = key.text !== '' && isTypeable(key.text) && sizeWithinLimits(next.text) !== null;
      return fits ? next : model;
    }
    case 'backspace':
      return spliced(model, previous, '');
    case 'word':
      return spliced(model, wordStart(model), '');
    case 'all':
      return { text: '', offset: 0 };
    default:
      return { ...model, offset: moved(model, key.key) };
  }
}

function moved(model: Model, to: 'left' | 'right' | 'start' | 'end'): number {
  const ends = edges(model.text);
  switch (to) {
    case 'left':
      return ends.findLast((edge) => edge < model.offset) ?? 0;
    case 'right':
      return ends.find((edge) => edge > model.offset) ?? model.offset;
    case 'start':
      return 0;
    case 'end':
      return model.text.length;
  }
}

it('the text field does with any keys what a plain text and an offset would do', () => {
  fc.assert(
    fc.property(fc.array(anyKey, { maxLength: 80 }), (keys) => {
      let composer: Composer = EMPTY_COMPOSER;
      let model: Model = { text: '', offset: 0 };
      for (const key of keys) {
        const step = press(composer, key);
        model = afterKey(model, key);
        if (step.outcome !== 'changed') expect(step.composer).toBe(composer);
        composer = step.composer;
        expect(composerText(composer)).toBe(model.text);
        expect(composer.clusters.slice(0, composer.cursor).join('').length).toBe(model.offset);
      }
    }),
    { numRuns: 500 },
  );
});

it('the text field never holds what may not be sent, whatever the keys', () => {
  fc.assert(
    fc.property(fc.array(anyKey, { maxLength: 200 }), (keys) => {
      let composer: Composer = EMPTY_COMPOSER;
      for (const key of keys) composer = press(composer, key).composer;
      const text = composerText(composer);
      expect(sizeWithinLimits(text)).not.toBeNull();
      expect(isTypeable(text)).toBe(true);
      expect(composer.clusters).toEqual(graphemes(text));
      expect(draftOf(composerOf(draftOf(composer)))).toEqual(draftOf(composer));
    }),
  );
});
