import { createHash } from 'node:crypto';
import type { EpochMs } from '../../domain/time.ts';
import { parseMediaType } from '../../wire/grammar/media-type.ts';
import { firstField, type EndToEndMessage } from './end-to-end-message.ts';
import { readCpimHead, type CpimHead } from './cpim-head.ts';

const IMDN_NAMESPACE = 'urn:ietf:params:imdn';
const IMDN_TYPE = 'message/imdn+xml';
const DEFAULT_HOPS = 70;

/** 'failed': the recipient's device refused it for ever. 'expired': nobody came for it in time. */
export type FailureDisposition = 'failed' | 'expired';

/**
 * The id under which the sender knows a message: imdn.Message-ID, or Call-ID for one without CPIM. Null when nothing may be reported:
 * it is a report itself (RFC 5438 §5, §7.2.1.1), or its CPIM wrapper asks for no delivery report. A plain text cannot ask; its sender
 * is told all the same, because silence would leave it "at the relay" for ever.
 */
export function reportableId(message: EndToEndMessage): string | null {
  if (message.isRelayReport) return null;
  const type = parseMediaType(firstField(message, 'Content-Type') ?? '')?.type;
  if (type === IMDN_TYPE) return null;
  if (type !== 'message/cpim') return firstField(message, 'Call-ID');
  const cpim = readCpimHead(message.body);
  if (cpim === null || parseMediaType(cpim.contentType ?? '')?.type === IMDN_TYPE) return null;
  return wantsDeliveryReport(cpim) ? imdnMessageId(cpim) : null;
}

/** imdn.Message-ID under whatever prefix the sender declared for the namespace (RFC 3862 §3.4, RFC 5438 §6.3). */
export function imdnMessageId(cpim: CpimHead): string | null {
  return cpim.namespaced(IMDN_NAMESPACE, 'Message-ID');
}

function wantsDeliveryReport(cpim: CpimHead): boolean {
  const wishes = cpim.namespaced(IMDN_NAMESPACE, 'Disposition-Notification')?.toLowerCase() ?? '';
  return wishes.includes('negative-delivery') || wishes.includes('positive-delivery');
}

/**
 * The negative delivery notification (RFC 5438 §7.2.1, §8) about a message that the relay held, as if its recipient's address had sent
 * it, so that the sender's device can match it with whom it wrote to. CPIM around `message/imdn+xml`. An expiry is told by an
 * element of ours beside `<failed/>`, which others skip. The same message gives the same report ids: told twice, it counts once.
 */
export function failureReport(
  message: EndToEndMessage,
  id: string,
  disposition: FailureDisposition,
  nowMs: EpochMs,
): EndToEndMessage {
  const name = createHash('sha256').update(`${message.from} ${message.to} ${id}`).digest('base64url').slice(0, 22);
  const xml = Buffer.from(imdnXml(message, id, disposition, nowMs), 'utf8');
  const head = [
    `From: <${message.to}>`,
    `To: <${message.from}>`,
    `DateTime: ${new Date(nowMs).toISOString()}`,
    `NS: imdn <${IMDN_NAMESPACE}>`,
    `imdn.Message-ID: ${name}`,
    '',
    `Content-Type: ${IMDN_TYPE}`,
    'Content-Disposition: notification',
    `Content-Length: ${xml.length}`,
    '',
    '',
  ].join('\r\n');
  return {
    from: message.to,
    to: message.from,
    fields: [
      { name: 'From', value: `<${message.to}>;tag=${name}` },
      { name: 'To', value: `<${message.from}>` },
      { name: 'Call-ID', value: `report.${name}` },
      { name: 'CSeq', value: '1 MESSAGE' },
      { name: 'Date', value: new Date(nowMs).toUTCString() },
      { name: 'Content-Type', value: 'message/cpim' },
    ],
    body: Buffer.concat([Buffer.from(head, 'utf8'), xml]),
    hopsLeft: DEFAULT_HOPS,
    isRelayReport: true,
  };
}

function imdnXml(message: EndToEndMessage, id: string, disposition: FailureDisposition, nowMs: EpochMs): string {
  const expired = disposition === 'expired' ? '<expired xmlns="urn:secure-handset:imdn"/>' : '';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<imdn xmlns="urn:ietf:params:xml:ns:imdn">`,
    `<message-id>${escaped(id)}</message-id>`,
    `<datetime>${new Date(nowMs).toISOString()}</datetime>`,
    `<recipient-uri>${escaped(message.to)}</recipient-uri>`,
    `<original-recipient-uri>${escaped(message.to)}</original-recipient-uri>`,
    `<delivery-notification><status><failed/>${expired}</status></delivery-notification>`,
    '</imdn>',
    '',
  ].join('\r\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
