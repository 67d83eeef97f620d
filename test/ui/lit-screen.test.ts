import { afterEach, describe, expect, it } from 'vitest';
import { SEEN_AFTER_MS } from '../../src/ui/fresh-events.ts';
import { peerAddress } from './support/memory-handset.ts';
import { openBench, type UiBench } from './support/ui-bench.ts';

const bruno = peerAddress('bruno');
let bench: UiBench;

function openBruno(): void {
  bench = openBench({}, (handset) => {
    handset.addContact('bruno', 'Bruno Ferri');
    handset.receive(bruno, 'before');
    handset.allRead();
  });
  bench.press('enter', 'enter');
}

function receive(text: string): void {
  bench.handset.receive(bruno, text);
  bench.clock.advance(100);
}

const unread = (): number => bench.handset.state().unread;

afterEach(() => {
  bench.close();
});

describe('a screen that is not lit', () => {
  it('reads nothing, whatever it shows', () => {
    openBruno();
    bench.light.switch(false);
    receive('in the dark');
    bench.clock.advance(120_000);
    expect(bench.ui.visibleText()).toContain('in the dark');
    expect(unread()).toBe(1);
  });

  it('has read what it shows when it is lit', () => {
    openBruno();
    bench.light.switch(false);
    receive('in the dark');
    bench.light.switch(true);
    expect(unread()).toBe(0);
  });

  it('reads nothing when it goes dark', () => {
    openBruno();
    bench.light.switch(false);
    receive('one');
    bench.light.switch(true);
    receive('two');
    bench.clock.advance(SEEN_AFTER_MS);
    bench.light.switch(false);
    receive('three');
    expect(unread()).toBe(1);
  });

  it('reads nothing that is out of sight when it is lit', () => {
    openBruno();
    bench.light.switch(false);
    for (let count = 0; count < 30; count += 1) receive(`${count}`);
    expect(unread()).toBe(30);
    bench.light.switch(true);
    expect(unread()).toBeGreaterThan(0);
    expect(unread()).toBeLessThan(30);
  });

  it('reads nothing behind the keypad’s lock when it is lit', () => {
    openBruno();
    bench.press('lock');
    bench.light.switch(false);
    receive('in the dark');
    bench.light.switch(true);
    expect(unread()).toBe(1);
  });

  it('is not listened to any more when the screen is closed', () => {
    openBruno();
    expect(bench.light.listeners).toBe(1);
    bench.ui.close();
    expect(bench.light.listeners).toBe(0);
  });
});
