import type { LedColour } from '../../../domain/alert/signals.ts';

/**
 * Which lamp replaces a colour that the board does not have, best first. Red comes last for anything that is not a
 * failure. Every list ends with all four, so that an unread message is never dark.
 */
const STAND_INS: Readonly<Record<LedColour, readonly LedColour[]>> = {
  blue: ['blue', 'green', 'amber', 'red'],
  green: ['green', 'blue', 'amber', 'red'],
  amber: ['amber', 'green', 'blue', 'red'],
  red: ['red', 'amber', 'blue', 'green'],
};

const COLOURS = Object.keys(STAND_INS) as readonly LedColour[];

/**
 * Each lamp of the board with the colours that it shows. A colour that no lamp has is shown by the nearest lamp. Where
 * patterns then share a colour, their rhythm tells them apart.
 * @param lamps the lamp of each colour; one lamp may have several.
 */
export function coloursByLamp<Lamp>(
  lamps: Readonly<Partial<Record<LedColour, Lamp>>>,
): ReadonlyMap<Lamp, readonly LedColour[]> {
  const shown = new Map<Lamp, LedColour[]>();
  for (const colour of COLOURS) {
    const owner = STAND_INS[colour].find((candidate) => lamps[candidate] !== undefined);
    const lamp = owner === undefined ? undefined : lamps[owner];
    if (lamp !== undefined) shown.set(lamp, [...(shown.get(lamp) ?? []), colour]);
  }
  return shown;
}
