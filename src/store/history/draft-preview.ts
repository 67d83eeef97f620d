/** How many code points of a draft a row of History shows. */
const DRAFT_PREVIEW_CODE_POINTS = 80;

/** The start of a draft, never cut inside a surrogate pair. */
export function draftPreview(text: string): string {
  if (text.length <= DRAFT_PREVIEW_CODE_POINTS) return text;
  return Array.from(text).slice(0, DRAFT_PREVIEW_CODE_POINTS).join('');
}
