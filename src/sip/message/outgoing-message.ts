import { createHash } from 'node:crypto';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { OutgoingReport, OutgoingText } from '../../ports/network/message-link.ts';
import type { HeaderField } from '../../wire/framing/frame.ts';
import type { RequestBlueprint } from '../transaction/request-blueprint.ts';
import { CPIM_TYPE } from '../../wire/message/cpim-head.ts';
import { formatCpim, type CpimParts } from '../../wire/message/cpim.ts';
import { formatDateTime, formatSipDate } from '../../wire/message/date-times.ts';
import { formatImdn, IMDN_TYPE } from '../../wire/message/imdn.ts';

export type MessageForm = 'cpim' | 'plain';

const PLAIN_TEXT = 'text/plain;charset=utf-8';
/** A report is for the peer's device and is not shown to its owner (RFC 5438 §12.2). */
const REPORT_HEADERS: readonly HeaderField[] = [
  { name: 'Content-Type', value: IMDN_TYPE },
  { name: 'Content-Disposition', value: 'notification' },
];

/**
 * The MESSAGE for a text or a report (RFC 3428 §4). In CPIM a text has its id in imdn.Message-ID and asks for reports
 * (RFC 5438 §7.1.1). In plain form its Call-ID is its id, by which Linphone reports on it. In both forms all tries of a
 * text have the same Call-ID, CSeq and From tag. Null when the message cannot be written.
 * @param reportCallId Call-ID of a report, new for each report
 */
export function messageBlueprint(
  message: OutgoingText | OutgoingReport,
  form: MessageForm,
  from: PeerAddress,
  now: EpochMs,
  reportCallId: string,
): RequestBlueprint | null {
  const content = form === 'cpim' ? cpimContent(message, from, now) : plainContent(message, now);
  if (content === null) return null;
  const dateMs = message.kind === 'text' ? message.composedAtMs : now;
  return {
    method: 'MESSAGE',
    requestUri: message.to,
    from,
    to: message.to,
    callId: message.kind === 'text' ? message.id : reportCallId,
    ...(message.kind === 'text' ? { identity: { fromTag: tagOf(message), firstCseq: FIRST_CSEQ[form] } } : {}),
    headers: [{ name: 'Date', value: formatSipDate(dateMs) }, ...content.headers],
    body: content.body,
  };
}

/**
 * Each form begins with a number of its own, with room for the repetitions that answer challenges: to a device that
 * refused CPIM the plain text is another request, and no loop of the first (RFC 3261 §8.2.2.2).
 */
const FIRST_CSEQ: Readonly<Record<MessageForm, number>> = { cpim: 1, plain: 11 };

/** The same in each try, so that a device which goes by Call-ID, CSeq and From tag shows the text once. */
function tagOf({ id }: OutgoingText): string {
  return createHash('sha256').update(`tag of ${id}`).digest('base64url').slice(0, 12);
}

/** RFC 2046 §4.1.1: a line of text ends with CRLF, whatever the keys wrote. */
function withLineBreaks(body: string): string {
  return body.replace(/\r\n|\r|\n/g, '\r\n');
}

interface Content {
  readonly headers: readonly HeaderField[];
  readonly body: string;
}

function plainContent(message: OutgoingText | OutgoingReport, now: EpochMs): Content {
  return message.kind === 'text'
    ? { headers: [{ name: 'Content-Type', value: PLAIN_TEXT }], body: withLineBreaks(message.body) }
    : { headers: REPORT_HEADERS, body: reportXml(message, now) };
}

function cpimContent(message: OutgoingText | OutgoingReport, from: PeerAddress, now: EpochMs): Content | null {
  const envelope = { from, to: message.to };
  const body = formatCpim({
    ...envelope,
    ...(message.kind === 'text' ? textInCpim(message) : reportInCpim(message, now)),
  });
  return body === null ? null : { headers: [{ name: 'Content-Type', value: CPIM_TYPE }], body };
}

type CpimContent = Omit<CpimParts, 'from' | 'to'>;

function textInCpim({ id, body, composedAtMs, wantsReadReport }: OutgoingText): CpimContent {
  const wishes = wantsReadReport ? 'positive-delivery, display' : 'positive-delivery';
  return {
    dateTime: formatDateTime(composedAtMs),
    imdn: [
      { name: 'Message-ID', value: id },
      { name: 'Disposition-Notification', value: wishes },
    ],
    contentHeaders: [{ name: 'Content-Type', value: PLAIN_TEXT }],
    content: withLineBreaks(body),
  };
}

/** Has no Disposition-Notification, because a report never asks for one (RFC 5438 §7.2.1.1). */
function reportInCpim(report: OutgoingReport, now: EpochMs): CpimContent {
  const content = reportXml(report, now);
  return { dateTime: formatDateTime(now), imdn: [], contentHeaders: REPORT_HEADERS, content };
}

function reportXml({ about, disposition }: OutgoingReport, now: EpochMs): string {
  return formatImdn({ about, disposition, dateTime: formatDateTime(now) });
}
