import { parseMediaType } from '../../wire/grammar/media-type.ts';
import { CPIM_TYPE, readCpimHead, type CpimHead } from '../../wire/message/cpim-head.ts';
import { firstField, type EndToEndMessage } from './end-to-end-message.ts';

/** How many bytes of a body the relay searches for a head. A body with a longer head counts as one without. */
const MAX_HEAD_BYTES = 8_192;

/**
 * The head of the CPIM that a message carries; null when it carries none. Mistakes in it do not matter here: the relay
 * only looks for ids and for the content's type, and recipients judge the rest.
 */
export function cpimOf(message: EndToEndMessage): CpimHead | null {
  return typeOf(message) === CPIM_TYPE ? readCpimHead(message.body, MAX_HEAD_BYTES) : null;
}

/** Media type of the body, lower case and without parameters; null when it cannot be read. */
export function typeOf(message: EndToEndMessage): string | null {
  return parseMediaType(firstField(message, 'Content-Type') ?? '')?.type ?? null;
}

/** Content-Type of the content inside the CPIM, as it was written. */
export function contentTypeIn({ contentHeaders }: CpimHead): string | null {
  return contentHeaders.find(({ name }) => name === 'content-type')?.value ?? null;
}
