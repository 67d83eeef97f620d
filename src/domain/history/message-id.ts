import type { Brand } from '../brand.ts';
import { failure, success, type Result } from '../result.ts';

/**
 * imdn.Message-ID (RFC 5438 §6.3). All tries of one message have the same id. Ours are 128 random bits in base64url (22
 * characters); a peer's may be any token of 1…255 visible ASCII characters.
 */
export type MessageId = Brand<string, 'MessageId'>;

const MAX_ID_CHARACTERS = 255;
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

export function parseMessageId(text: string): Result<MessageId, 'not 1 to 255 visible ASCII characters'> {
  const isId = text.length <= MAX_ID_CHARACTERS && VISIBLE_ASCII.test(text);
  return isId ? success(text as MessageId) : failure('not 1 to 255 visible ASCII characters');
}

/** How many random bytes one of our ids is made of. */
export const MESSAGE_ID_BYTES = 16;

/**
 * Our id for a new message: 22 characters of base64url. The bytes must be unpredictable. Throws RangeError unless there
 * are 16.
 */
export function messageIdOf(bytes: Uint8Array): MessageId {
  if (bytes.length !== MESSAGE_ID_BYTES)
    throw new RangeError(`an id is made of ${MESSAGE_ID_BYTES} bytes, not ${bytes.length}`);
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') as MessageId;
}
