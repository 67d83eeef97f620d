import { expect, it } from 'vitest';
import { boards } from '../../board/boards.ts';
import { boardDrivers } from '../../src/main/handset/devices/board-drivers.ts';
import type { Board } from '../../src/ports/device/board.ts';

// The compiler is the judge here (`tsc --noEmit` in `make check`): each line below an expected error must not compile.
type Part = Board['keypad']['source'] | Board['led'] | Board['buzzer'] | Board['screen']['driver'];

const chip = { chipLabel: 'keypad', activeLow: true };

const kept: Part[] = [
  { kind: 'simulated' } satisfies Board['keypad']['source'],
  { kind: 'gpio-direct', ...chip, lines: [1, 2] } satisfies Board['keypad']['source'],
  { kind: 'gpio', ...chip, lines: { red: 3 } } satisfies Board['led'],
  { kind: 'gpio', ...chip, line: 4 } satisfies Board['buzzer'],
  { kind: 'framebuffer', name: 'fb_ili9341', rotation: 0 } satisfies Board['screen']['driver'],
];

const refused: unknown[] = [
  // @ts-expect-error there is no such driver
  { kind: 'telepathy' } satisfies Board['keypad']['source'],
  // @ts-expect-error a driver of another part
  { kind: 'led-class', names: { red: 'r' } } satisfies Board['keypad']['source'],
  // @ts-expect-error the lines are missing
  { kind: 'gpio-direct', ...chip } satisfies Board['keypad']['source'],
  // @ts-expect-error a colour that no pattern has
  { kind: 'led-class', names: { pink: 'p' } } satisfies Board['led'],
  // @ts-expect-error a path changes from start to start
  { kind: 'framebuffer', path: '/dev/fb0', rotation: 0 } satisfies Board['screen']['driver'],
];

it('a board names drivers that there are, with what they need', () => {
  expect([kept.length, refused.length]).toEqual([5, 5]);
});

it('every part of every board has its driver', () => {
  const drivers = boardDrivers(() => {
    throw new Error('nothing is opened');
  });
  for (const { keypad, led, buzzer, screen } of Object.values(boards)) {
    expect(Object.keys(drivers.keypad)).toContain(keypad.source.kind);
    expect(Object.keys(drivers.led)).toContain(led.kind);
    expect(Object.keys(drivers.buzzer)).toContain(buzzer.kind);
    expect(Object.keys(drivers.screen)).toContain(screen.driver.kind);
    expect(Object.keys(drivers.backlight)).toContain(screen.backlight.kind);
  }
});
