import { createHash } from 'node:crypto';
import type { NameAddr } from '../grammar/name-addr.ts';

/**
 * What the relay itself tells an owner, in a text that any client can show. A handset that knows this header says it in
 * the owner's language.
 */
export const NOTICE_HEADER = 'X-Relay-Notice';

/**
 * In the 200 to REGISTER: the address from which such texts come. Only the server of the flow can say this, and one
 * that does takes `NOTICE_HEADER` out of everybody else's messages. From other servers the header means nothing.
 */
export const NOTICES_FROM_HEADER = 'X-Relay-Notices-From';

/**
 * The identity of a device (RFC 5626 §4.1) in the form in which it is compared: `urn:uuid:…` in lower case, without the
 * angle brackets. URNs of UUIDs do not differ by case (RFC 9562 §4). '' for a contact that names none.
 */
export function writtenInstance({ parameters }: NameAddr): string {
  const written = parameters.get('+sip.instance') ?? '';
  return written.trim().replace(/^</, '').replace(/>$/, '').toLowerCase();
}

/** What tells the device of a contact from others: 43 characters, whatever its instance is made of. */
export function deviceMark(contact: NameAddr): string {
  return createHash('sha256').update(writtenInstance(contact)).digest('base64url');
}

const OTHER_DEVICE = /^foreign-device;device=([A-Za-z0-9_-]{43})$/;

export function otherDeviceNotice(mark: string): string {
  return `foreign-device;device=${mark}`;
}

/** The mark of the device that a notice tells of; null for another notice, or for none. */
export function parseOtherDeviceNotice(value: string | null): string | null {
  return OTHER_DEVICE.exec(value ?? '')?.[1] ?? null;
}
