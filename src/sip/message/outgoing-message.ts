import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { OutgoingReport, OutgoingText } from '../../ports/message-link.ts';
import type { HeaderField } from '../../wire/framing/frame.ts';
import type { RequestBlueprint } from '../transaction/request-blueprint.ts';
import { formatCpim } from '../../wire/message/cpim.ts';
import { formatDateTime, formatSipDate } from '../../wire/message/date-times.ts';
import { formatImdn } from '../../wire/message/imdn.ts';

export type MessageForm = 'cpim' | 'plain';

const PLAIN_TEXT = 'text/plain;charset=utf-8';
const IMDN_XML = 'message/imdn+xml';

/**
 * The MESSAGE for a text or a report (RFC 3428 §4). In CPIM a text has its id in imdn.Message-ID and asks for reports (RFC 5438 §7.1.1); plain,
 * its Call-ID is its id, by which Linphone reports on it. Either way the Call-ID is the same for all tries of a text. Null when it
 * cannot be written.
 *
 * @param reportCallId Call-ID of a report, new for each
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
    headers: [{ name: 'Date', value: formatSipDate(dateMs) }, ...content.headers],
    body: content.body,
  };
}

interface Content {
  readonly headers: readonly HeaderField[];
  readonly body: string;
}

function plainContent(message: OutgoingText | OutgoingReport, now: EpochMs): Content {
  if (message.kind === 'text') return { headers: [{ name: 'Content-Type', value: PLAIN_TEXT }], body: message.body };
  return {
    headers: [
      { name: 'Content-Type', value: IMDN_XML },
      { name: 'Content-Disposition', value: 'notification' },
    ],
    body: formatImdn(message.about, message.disposition, formatDateTime(now)),
  };
}

function cpimContent(message: OutgoingText | OutgoingReport, from: PeerAddress, now: EpochMs): Content | null {
  const body = formatCpim(
    message.kind === 'text'
      ? {
          from,
          to: message.to,
          dateTime: formatDateTime(message.composedAtMs),
          imdn: [
            { name: 'Message-ID', value: message.id },
            {
              name: 'Disposition-Notification',
              value: message.wantsReadReport ? 'positive-delivery, display' : 'positive-delivery',
            },
          ],
          contentHeaders: [{ name: 'Content-Type', value: PLAIN_TEXT }],
          content: message.body,
        }
      : {
          from,
          to: message.to,
          dateTime: formatDateTime(now),
          // No Disposition-Notification: a report never asks for one (RFC 5438 §7.2.1.1).
          imdn: [],
          contentHeaders: [
            { name: 'Content-Type', value: IMDN_XML },
            { name: 'Content-Disposition', value: 'notification' },
          ],
          content: formatImdn(message.about, message.disposition, formatDateTime(now)),
        },
  );
  return body === null ? null : { headers: [{ name: 'Content-Type', value: 'message/cpim' }], body };
}
