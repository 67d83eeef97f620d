import type { Board } from '../../../ports/device/board.ts';

/** How many of the board's parts are the simulator's. */
export function simulatedParts({ keypad, led, buzzer, screen }: Board): 'none' | 'some' | 'all' {
  const kinds: readonly string[] = [
    keypad.source.kind,
    led.kind,
    buzzer.kind,
    screen.driver.kind,
    screen.backlight.kind,
  ];
  if (kinds.every((kind) => kind === 'simulated')) return 'all';
  return kinds.includes('simulated') ? 'some' : 'none';
}
