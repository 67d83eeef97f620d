import type { PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/system/sealer.ts';
import type { EndToEndMessage } from '../message/end-to-end-message.ts';

const LENGTH_BYTES = 4;

/**
 * Everything of a message that is not in the row beside it: header fields and hops here, followed by the unchanged
 * body.
 */
type SealedHead = Pick<EndToEndMessage, 'fields' | 'hopsLeft' | 'isRelayReport'>;

/** Encrypts a message and binds it to its sender and recipient, so that it does not open in another row. */
export function sealMessage(sealer: Sealer, message: EndToEndMessage): Uint8Array {
  const { fields, hopsLeft, isRelayReport } = message;
  const head = Buffer.from(JSON.stringify({ fields, hopsLeft, isRelayReport } satisfies SealedHead), 'utf8');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(head.length);
  return sealer.seal(Buffer.concat([length, head, message.body]), contextOf(message.from, message.to));
}

export type UnsealFailure = 'tampered' | 'unknown-key' | 'unreadable';

export function openMessage(
  sealer: Sealer,
  sealed: Uint8Array,
  from: PeerAddress,
  to: PeerAddress,
): Result<EndToEndMessage, UnsealFailure> {
  const opened = sealer.open(sealed, contextOf(from, to));
  if (!opened.ok) return opened;
  const bytes = Buffer.from(opened.value.buffer, opened.value.byteOffset, opened.value.byteLength);
  if (bytes.length < LENGTH_BYTES) return failure('unreadable');
  const headEnd = LENGTH_BYTES + bytes.readUInt32BE(0);
  const head = parseHead(bytes.subarray(LENGTH_BYTES, headEnd));
  return head === null ? failure('unreadable') : success({ from, to, ...head, body: bytes.subarray(headEnd) });
}

function contextOf(from: PeerAddress, to: PeerAddress): string {
  return `relay-queue ${from} ${to}`;
}

/** The seal proves that we wrote it. Only another version of ours could have written another form. */
function parseHead(bytes: Buffer): SealedHead | null {
  try {
    const head = JSON.parse(bytes.toString('utf8')) as Partial<SealedHead> | null;
    const { fields, hopsLeft, isRelayReport } = head ?? {};
    if (!areFields(fields) || typeof hopsLeft !== 'number' || typeof isRelayReport !== 'boolean') return null;
    return { fields, hopsLeft, isRelayReport };
  } catch {
    return null;
  }
}

function areFields(fields: unknown): fields is SealedHead['fields'] {
  if (!Array.isArray(fields)) return false;
  return fields.every((field: Partial<Record<'name' | 'value', unknown>> | null) => {
    return typeof field?.name === 'string' && typeof field.value === 'string';
  });
}
