import type { PeerAddress } from '../../domain/peer-address.ts';
import type { EpochMs } from '../../domain/time.ts';
import { formatSipDate } from '../../wire/message/date-times.ts';
import { NOTICE_HEADER, otherDeviceNotice } from '../../wire/message/relay-notice.ts';
import { DEFAULT_HOPS, type EndToEndMessage } from './end-to-end-message.ts';

/**
 * Tells an owner that another device has logged in with the account's password. It comes from the relay's own address,
 * which no account can have, and is given to the account's own devices only. The header, which nobody else's message
 * can carry, names the device by its mark, so that a handset says it in its owner's language and only once.
 */
export function foreignDeviceNotice(
  user: PeerAddress,
  writer: PeerAddress,
  nowMs: EpochMs,
  { name, device }: { readonly name: string; readonly device: string },
): EndToEndMessage {
  const date = formatSipDate(nowMs);
  const text =
    `Another device has logged in to your account (${date}). It gets copies of what is sent to you. ` +
    'If that was not you, tell your operator: the password must be changed.';
  return {
    from: writer,
    to: user,
    fields: [
      { name: 'From', value: `<${writer}>;tag=${name}` },
      { name: 'To', value: `<${user}>` },
      { name: 'Call-ID', value: `notice.${name}` },
      { name: 'CSeq', value: '1 MESSAGE' },
      { name: 'Date', value: date },
      { name: NOTICE_HEADER, value: otherDeviceNotice(device) },
      { name: 'Content-Type', value: 'text/plain;charset=utf-8' },
    ],
    body: Buffer.from(text, 'utf8'),
    hopsLeft: DEFAULT_HOPS,
    isRelayReport: true,
  };
}
