/** The lines of a GPIO chip that a board can wire, with where each is found. */
export interface GpioChip {
  readonly lines: ReadonlyMap<number, string>;
}

/** `count` lines from 0 on, named by `place`. */
function linesTo(count: number, place: (line: number) => string): GpioChip {
  return { lines: new Map(Array.from({ length: count }, (_, line) => [line, place(line)])) };
}

/** Pins of the 40-pin header of Raspberry Pi, by GPIO line. */
// prettier-ignore
const RASPBERRY_PI_PINS = [
  27, 28, 3, 5, 7, 29, 31, 26, 24, 21, 19, 23, 32, 33, 8, 10, 36, 11, 12, 35, 38, 40, 15, 16, 18, 22, 37, 13,
];

/** The chips that boards use, by the label that the kernel gives them. A board with another chip adds it here,
 * so that a line that nobody can reach is named. */
export const gpioChips: Readonly<Record<string, GpioChip>> = {
  'pinctrl-bcm2835': linesTo(RASPBERRY_PI_PINS.length, (line) => `pin ${RASPBERRY_PI_PINS[line] ?? ''}`),
  // The emulated machine's chip, as its back end makes it (test/firmware).
  virtio0: linesTo(24, (line) => `line ${line} of the back end`),
};
