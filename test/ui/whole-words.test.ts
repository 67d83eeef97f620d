import { afterEach, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/ui/languages/languages.ts';
import type { TextSize } from '../../src/ui/style/metrics.ts';
import { peerAddress } from './support/memory-handset.ts';
import { openBench, type Shape, type UiBench } from './support/ui-bench.ts';

const al = peerAddress('al');
const EVERY_WAY = (['landscape', 'portrait'] as const).flatMap((shape) =>
  (['normal', 'large'] as const).flatMap((textSize) =>
    Object.keys(LANGUAGES).map((name) => [shape, textSize, name as keyof typeof LANGUAGES] as const),
  ),
);

let bench: UiBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

function open(shape: Shape, textSize: TextSize, name: keyof typeof LANGUAGES): UiBench {
  return openBench({ shape, textSize, language: LANGUAGES[name] }, (handset) => {
    handset.addContact('al', 'Al');
    handset.receive(al, 'a');
    handset.allRead();
    handset.request('kim', 'b');
    handset.sendAs(al, 'c', 'waiting');
    handset.sendAs(al, 'd', 'failed', 'unknown-number');
  });
}

/** Names, addresses and previews in a list may be cut, these words not. */
function cutWords({ ui }: UiBench, reason: string): readonly string[] {
  return ui.visibleText().filter((text) => text.endsWith('…') && !text.includes('kim') && !text.startsWith(reason));
}

describe.each(EVERY_WAY)('on a %s screen in %s text (%s)', (shape, textSize, name) => {
  it('no word of a menu, a question, a soft key or a hint is cut', () => {
    const opened = open(shape, textSize, name);
    bench = opened;
    const { press, ui } = opened;
    const cut: string[] = [];
    const { texts } = LANGUAGES[name];
    const reason = texts['status.failed'].split('{')[0] ?? '';
    const look = (): void => void cut.push(...cutWords(opened, reason));
    /** All rows of the menu, which may scroll, and then the question that its deleting row asks. */
    const lookAtMenu = (): void => {
      press('menu');
      for (let row = 0; row < 8; row += 1) {
        look();
        press('down');
      }
      press('backspace');
      look();
      press('back', 'home');
    };
    const toHistory = (): void => {
      press('home');
      for (let step = 0; step < 8 && ui.focusedItem() !== texts['home.history']; step += 1) press('down');
      press('enter');
    };
    look();
    lookAtMenu();
    const paths: readonly (() => void)[] = [
      toHistory,
      () => {
        press('down', 'enter');
      },
      () => {
        press('enter');
      },
    ];
    for (let length = 1; length <= paths.length; length += 1) {
      for (const go of paths.slice(0, length)) go();
      look();
      lookAtMenu();
    }
    for (const ups of [1, 2, 3]) {
      toHistory();
      press('enter');
      for (let up = 0; up < ups; up += 1) press('up');
      look();
      lookAtMenu();
    }
    expect([...new Set(cut)]).toEqual([]);
  });
});
