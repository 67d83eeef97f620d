import { createHash } from 'node:crypto';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';
import { parseMediaType } from '../../wire/grammar/media-type.ts';
import { CPIM_TYPE, type CpimHead } from '../../wire/message/cpim-head.ts';
import { formatCpim } from '../../wire/message/cpim.ts';
import { formatDateTime, formatSipDate } from '../../wire/message/date-times.ts';
import { formatImdn, IMDN_TYPE } from '../../wire/message/imdn.ts';
import { contentTypeIn, cpimOf, typeOf } from './cpim-of.ts';
import { DEFAULT_HOPS, firstField, type EndToEndMessage } from './end-to-end-message.ts';

/** 'failed': the recipient's device refused it for ever. 'expired': no device of the recipient fetched it in time. */
export type FailureDisposition = 'failed' | 'expired';

/**
 * The id by which the sender knows a message: imdn.Message-ID, or Call-ID for one without CPIM. Null when nothing may
 * be reported: the message is a report itself (RFC 5438 §5, §7.2.1.1), or its CPIM wrapper asks for no delivery report.
 * A plain text cannot ask; its sender is told all the same, because without a report it would stay "at the relay" for
 * ever.
 */
export function reportableId(message: EndToEndMessage): string | null {
  if (message.isRelayReport) return null;
  const type = typeOf(message);
  if (type === IMDN_TYPE) return null;
  if (type !== CPIM_TYPE) return firstField(message, 'Call-ID');
  const cpim = cpimOf(message);
  if (cpim === null || parseMediaType(contentTypeIn(cpim) ?? '')?.type === IMDN_TYPE) return null;
  return wantsDeliveryReport(cpim) ? (cpim.imdn.get('Message-ID') ?? null) : null;
}

function wantsDeliveryReport({ imdn }: CpimHead): boolean {
  const wishes = imdn.get('Disposition-Notification')?.toLowerCase() ?? '';
  return wishes.includes('negative-delivery') || wishes.includes('positive-delivery');
}

export interface ReportFacts {
  /** The relay's own address, under which the report is held. Its header says the recipient's. */
  readonly writer: PeerAddress;
  readonly disposition: FailureDisposition;
  readonly nowMs: EpochMs;
}

/**
 * The negative delivery notification (RFC 5438 §7.2.1, §8) about a message that the relay held: CPIM around
 * `message/imdn+xml`. It is written as if it came from the recipient's address, so that the sender's device can match
 * it with the person it wrote to. An expiry is marked by an element of ours beside `<failed/>`, which other clients
 * skip. The same message gives the same report ids, so that a report that is sent twice counts once.
 */
export function failureReport(
  message: EndToEndMessage,
  id: string,
  { writer, disposition, nowMs }: ReportFacts,
): EndToEndMessage {
  // Texts without an id of their own may share a Call-ID (RFC 3261 §8.1.1.4), and each gets its report.
  const told = ['CSeq', 'From'].map((header) => firstField(message, header) ?? '');
  const known = [message.from, message.to, id, ...told].join(' ');
  const name = createHash('sha256').update(known).digest('base64url');
  const { from: sender, to: recipient } = message;
  const dateTime = formatDateTime(nowMs);
  const content = formatImdn({ about: id, disposition, dateTime, recipient });
  const body = formatCpim({
    from: recipient,
    to: sender,
    dateTime,
    imdn: [{ name: 'Message-ID', value: name }],
    contentHeaders: [
      { name: 'Content-Type', value: IMDN_TYPE },
      { name: 'Content-Disposition', value: 'notification' },
      { name: 'Content-Length', value: `${Buffer.byteLength(content)}` },
    ],
    content,
  });
  if (body === null) throw new Error('an address that was checked holds a control character');
  return {
    from: writer,
    to: sender,
    fields: [
      { name: 'From', value: `<${recipient}>;tag=${name}` },
      { name: 'To', value: `<${sender}>` },
      { name: 'Call-ID', value: `report.${name}` },
      { name: 'CSeq', value: '1 MESSAGE' },
      { name: 'Date', value: formatSipDate(nowMs) },
      { name: 'Content-Type', value: CPIM_TYPE },
    ],
    body: Buffer.from(body, 'utf8'),
    hopsLeft: DEFAULT_HOPS,
    isRelayReport: true,
  };
}
