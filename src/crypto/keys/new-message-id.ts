import type { MessageId } from '../../domain/history/message-id.ts';
import type { Random } from '../../ports/random.ts';

const ID_BYTES = 16;

/** 128 random bits in base64url, 22 characters: cannot be guessed, as RFC 5438 §6.3 wants at least 64 bits to be. */
export function newMessageId(random: Random): MessageId {
  return Buffer.from(random.bytes(ID_BYTES)).toString('base64url') as MessageId;
}
