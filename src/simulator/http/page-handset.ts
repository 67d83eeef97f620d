import type { FaceKey } from '../../ports/device/board.ts';
import type { PageHandset, PageKey } from '../wire/page-protocol.ts';
import type { SimulatedHandset } from '../bench/simulated-handset.ts';

/** What the page needs to draw the device, from its board's data. */
export function describeForPage(handset: SimulatedHandset): PageHandset {
  const { board } = handset;
  return {
    name: handset.name,
    title: handset.title,
    address: handset.address,
    boardName: board.name,
    kind: board.keypad.keyMap.kind,
    widthPx: board.screen.widthPx,
    heightPx: board.screen.heightPx,
    rows: board.keypad.face.map((row) => ({
      stretched: row.stretched,
      keys: row.keys.map((key) => describeKey(handset, key)),
    })),
  };
}

function describeKey({ board }: SimulatedHandset, { key, widthUnits, label }: FaceKey): PageKey {
  const { kind, legends } = board.keypad.keyMap;
  const legend = legends[key];
  if (legend === undefined || label !== undefined) return { key, label: label ?? key, alt: '', widthUnits };
  if (kind === 'qwerty') {
    return { key, label: legend.shift, alt: legend.alt === legend.plain ? '' : legend.alt, widthUnits };
  }
  const letters = Array.from(legend.plain).filter((character) => character !== legend.alt);
  return { key, label: legend.alt, alt: letters.join('').trim().slice(0, 5) || '␣', widthUnits };
}
