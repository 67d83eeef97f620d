/** Icons live where Unicode leaves room for private use. */
const ICONS = /[\ue000-\uf8ff]/gu;

const HOLDING_SPACE = /[\u00a0\u202f]/gu;

/** A drawn text as a person would read it aloud: without its icons, and a space is a space. */
export function readable(text: string): string {
  return text.replaceAll(ICONS, '').replaceAll(HOLDING_SPACE, ' ').trim();
}
