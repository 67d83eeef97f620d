import { parseMediaType } from '../../wire/grammar/media-type.ts';
import { CPIM_TYPE, readCpimHead, type CpimHead } from '../../wire/message/cpim-head.ts';
import { firstField, type EndToEndMessage } from './end-to-end-message.ts';

/** The relay looks no further into a body: a head that is longer counts as none. */
const MAX_HEAD_BYTES = 8_192;

/**
 * The head of the CPIM that a message carries; null when it carries none. What is malformed in it does not matter here: the relay only
 * looks for ids and for the content, and recipients judge.
 */
export function cpimOf(message: EndToEndMessage): CpimHead | null {
  return typeOf(message) === CPIM_TYPE ? readCpimHead(message.body, MAX_HEAD_BYTES) : null;
}

/** Media type of the body, lower case and without parameters; null when there is none that can be read. */
export function typeOf(message: EndToEndMessage): string | null {
  return parseMediaType(firstField(message, 'Content-Type') ?? '')?.type ?? null;
}

/** Content-Type of what is in the CPIM, as it was written. */
export function contentTypeIn({ contentHeaders }: CpimHead): string | null {
  return contentHeaders.find(({ name }) => name === 'content-type')?.value ?? null;
}
