/** Icons are in Unicode's private use area. */
const ICONS = /[\ue000-\uf8ff]/gu;

const HOLDING_SPACE = /[\u00a0\u202f]/gu;

/** A drawn text as a person would read it aloud: without icons, and with every kind of space as a plain one. */
export function readable(text: string): string {
  return text.replaceAll(ICONS, '').replaceAll(HOLDING_SPACE, ' ').trim();
}
