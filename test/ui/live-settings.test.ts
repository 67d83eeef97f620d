import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must, peerAddress } from './support/memory-handset.ts';
import { openBench, type UiBench } from './support/ui-bench.ts';

const bruno = peerAddress('bruno');

describe('a setting that changes while the screen is on', () => {
  let bench: UiBench;
  beforeEach(() => {
    bench = openBench({}, (handset) => {
      handset.addContact('bruno', 'Bruno Ferri');
      handset.receive(bruno, 'Where are you?');
    });
  });
  afterEach(() => {
    bench.close();
  });

  it('leaves the text in the field, its cursor and the place on the screen', () => {
    bench.press('enter', 'enter');
    bench.type('Half a thou');
    bench.press('left', 'left');
    must(bench.handset.settings.change('language', 'it'));
    must(bench.handset.settings.change('textSize', 'large'));
    bench.type('X');
    expect(bench.ui.focusedItem()).toBe('Half a thXou');
    expect(bench.ui.visibleText()).toEqual(expect.arrayContaining(['Registrato', 'Where are you?', 'Half a thXou']));
  });

  it('asks for the keys of the new language, once', () => {
    const asked: string[] = [];
    bench.close();
    bench = openBench({ keysAskedIn: (language) => asked.push(language) });
    must(bench.handset.settings.change('theme', 'light'));
    must(bench.handset.settings.change('language', 'it'));
    expect(asked).toEqual(['en', 'it']);
  });

  it('locks the keypad after the new time, counted from the change', () => {
    bench.clock.advance(600_000);
    must(bench.handset.settings.change('keypadLockSeconds', 30));
    bench.clock.advance(29_999);
    expect(bench.ui.visibleText().join(' ')).not.toContain('Menu, then');
    bench.clock.advance(1);
    expect(bench.ui.visibleText().join(' ')).toContain('Menu, then');
  });

  it('never locks it any more when the time becomes 0', () => {
    must(bench.handset.settings.change('keypadLockSeconds', 30));
    must(bench.handset.settings.change('keypadLockSeconds', 0));
    bench.clock.advance(3_600_000);
    expect(bench.ui.visibleText().join(' ')).not.toContain('Menu, then');
  });

  it('makes no widgets but those of the new screen: the old ones are gone', () => {
    const before = bench.lvgl.census;
    for (let round = 0; round < 5; round += 1) {
      must(bench.handset.settings.change('theme', 'light'));
      must(bench.handset.settings.change('theme', 'dark'));
    }
    expect(bench.lvgl.census).toEqual(before);
  });
});
