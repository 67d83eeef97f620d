import { beforeEach, describe, expect, it } from 'vitest';
import { simulator } from '../../board/simulator/board.ts';
import { simulator12Key } from '../../board/simulator-12key/board.ts';
import type { KeyEvent } from '../../src/domain/keys/key-events.ts';
import type { KeyName } from '../../src/domain/keys/key-map.ts';
import type { Board } from '../../src/ports/device/board.ts';
import { openDesk, type Desk } from './support/desk.ts';
import { peerAddress } from './support/memory-handset.ts';

const bruno = peerAddress('bruno');
let desk: Desk;

function open(board: Board): void {
  desk = openDesk({ keyMap: board.keypad.keyMap, hasSoftKeys: board === simulator12Key });
  desk.handset.addContact('bruno', 'Bruno Ferri');
  desk.handset.receive(bruno, 'hello');
  desk.handset.allRead();
  desk.clock.advance(10_000);
}

function tell(kind: KeyEvent['kind'], key: KeyName): void {
  desk.session.handle({ kind, key, atMs: desk.clock.monotonicMs() });
}

/** Down, up, and a moment before the next. */
function tap(...keys: readonly KeyName[]): void {
  for (const key of keys) {
    tell('down', key);
    tell('up', key);
    desk.clock.advance(50);
  }
}

const word = (text: string) => Array.from(text.toUpperCase()) as KeyName[];
const filter = (): unknown => (desk.model().view as { filter?: string }).filter;

describe('the field that has the focus says what a key types', () => {
  beforeEach(() => {
    open(simulator);
  });

  it('a message begins with a capital, a search does not', () => {
    tap('Enter', ...word('bru'));
    expect(filter()).toBe('bru');
    tap('Enter', ...word('hi'));
    expect(desk.thread().composer.text).toBe('Hi');
  });

  it('a letter that goes down before Enter is up begins the next message, and the one after it knows', () => {
    tap('Enter', 'Enter', ...word('ok'));
    tell('down', 'Enter');
    tell('down', 'O');
    tell('up', 'Enter');
    tell('up', 'O');
    tap('N');
    expect(desk.handset.sentBodies).toEqual(['Ok']);
    expect(desk.thread().composer.text).toBe('On');
  });

  it('a letter that goes into the field from a focused message begins with a capital too', () => {
    tap('Enter', 'Enter', 'Up', ...word('hi'));
    expect(desk.thread().composer.text).toBe('Hi');
  });

  it('a held Back leads Home from anywhere', () => {
    tap('Enter', 'Enter', 'Up');
    tell('down', 'Back');
    tell('long', 'Back');
    tell('up', 'Back');
    expect(desk.model().view.kind).toBe('home');
  });

  it('ten fast Enters send one message', () => {
    tap('Enter', 'Enter', ...word('once'));
    for (let count = 0; count < 10; count += 1) {
      tell('down', 'Enter');
      tell('up', 'Enter');
    }
    expect(desk.handset.sentBodies).toEqual(['Once']);
  });

  it('a draft goes on where it stopped, in the middle of its sentence', () => {
    tap('Enter', 'Enter', ...word('half a'), 'Back', 'Enter', ...word('x'));
    expect(desk.thread().composer.text).toBe('Halfax');
  });

  it('the lock takes every key, and the text goes on after it as if nothing had been', () => {
    tap('Enter', 'Enter', ...word('half'));
    tell('down', 'Menu');
    tell('long', 'Menu');
    tell('up', 'Menu');
    tap(...word('q'), 'Space', 'Enter');
    expect(desk.model().view.kind).toBe('lock');
    desk.clock.advance(10_000);
    tap('Menu', 'Left', 'Right', 'Enter', ...word('x'));
    expect(desk.thread().composer.text).toBe('Halfx');
    expect(desk.handset.sentBodies).toEqual([]);
  });

  it('shows at once what Shift does to the letters, and what the next letter leaves of it', () => {
    tap('Enter', 'Enter');
    expect(desk.thread().composer.mode).toBe('Abc');
    tap(...word('a'));
    expect(desk.thread().composer.mode).toBe('');
    tap('Shift', 'Shift');
    expect(desk.thread().composer.mode).toBe('ABC');
  });

  it('a key that types nothing and changes no letter draws no frame', () => {
    tap('Enter', 'Enter', ...word('ab'));
    const frames = desk.frames();
    tell('down', 'C');
    expect(desk.frames()).toBe(frames + 1);
    tell('up', 'C');
    expect(desk.frames()).toBe(frames + 1);
  });
});

describe('on twelve keys', () => {
  beforeEach(() => {
    open(simulator12Key);
  });

  it('the letter that leads from Home to a search is still chosen there', () => {
    tap('2', '2');
    expect(desk.model().view.kind).toBe('contacts');
    expect(filter()).toBe('b');
  });

  it('a sign that is picked between two taps of one key ends the first letter', () => {
    tap('Select', 'Select', '2');
    desk.handle({ kind: 'command', command: 'symbols', repeated: false });
    tap('Select', '2');
    expect(desk.thread().composer.text).toBe('A@a');
  });

  it('a tap replaces nothing when the field had no room for the tap before', () => {
    tap('Select', 'Select');
    desk.type('a'.repeat(160));
    tap('2', '2');
    expect(desk.thread().composer.text).toBe('a'.repeat(160));
    expect(desk.handset.refusedKeys).toBe(2);
  });
});
