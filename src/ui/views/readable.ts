/** Icons live where Unicode leaves room for private use. */
const ICONS = /[\ue000-\uf8ff]/gu;

/** A drawn text as a person would read it aloud: without its icons. */
export function readable(text: string): string {
  return text.replaceAll(ICONS, '').trim();
}
