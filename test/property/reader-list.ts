import { parseIpAddress } from '../../src/domain/ip-address.ts';
import { parseMessageId } from '../../src/domain/history/message-id.ts';
import { parsePeerAddress } from '../../src/domain/peer-address.ts';
import { graphemes } from '../../src/domain/text/graphemes.ts';
import { checkText, isBlank, utf8Bytes } from '../../src/domain/text/text-limits.ts';
import { withReceived } from '../../src/relay/connection/received-from.ts';
import { networkOf } from '../../src/relay/bounds/network-of.ts';
import { textOf } from '../../src/relay/message/cpim-text.ts';
import type { EndToEndMessage } from '../../src/relay/message/end-to-end-message.ts';
import { reportableId } from '../../src/relay/message/failure-report.ts';
import { sipIdentities } from '../../src/sip/flow/server-identity.ts';
import { oneLine } from '../../src/ui/present/one-line.ts';
import { initials } from '../../src/ui/phrases/peer-words.ts';
import { SOUND } from '../sip/support/wire.ts';
import type { ListedParser } from '../wire/parser-list.ts';

const reader = (read: (text: string) => unknown, starts: readonly string[], largest = 16_384): ListedParser => ({
  read,
  starts: ['', ...starts],
  largest,
});
const address = (text: string) => {
  const parsed = parsePeerAddress(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
};
const [alice, bob] = [address('alice@relay.test'), address('bob@relay.test')];
const cpimOf = (text: string): EndToEndMessage => ({
  from: alice,
  to: bob,
  fields: [
    { name: 'Content-Type', value: 'message/cpim' },
    { name: 'Call-ID', value: text.slice(0, 4_096) },
  ],
  body: Buffer.from(text),
  hopsLeft: 3,
  isRelayReport: false,
});
const flow = { remoteAddress: '192.0.2.1', remotePort: 5061 } as Parameters<typeof withReceived>[1];
const withVia = (value: string) => ({ startLine: '', headers: [{ name: 'Via', value }], ...SOUND });

/** What reads the words of others outside of wire/. */
export const READERS: Readonly<Record<string, ListedParser>> = {
  parsePeerAddress: reader(parsePeerAddress, ['"', 'a <', 'sip:a@b', '<sip:a@b>;a', 'sip:%'], 4_096),
  parseIpAddress: reader(parseIpAddress, ['::', '1.']),
  parseMessageId: reader(parseMessageId, []),
  networkOf: reader(networkOf, ['fe80::%']),
  sipIdentities: reader(sipIdentities, ['DNS:a, ', 'URI:"', 'URI:sip:']),
  withReceived: reader((text) => withReceived(withVia(text), flow), ['SIP/2.0/TLS a;rport', 'SIP/2.0/TLS a;']),
  textOf: reader((text) => textOf(cpimOf(text)), ['From: a\r\n\r\nContent-Type: text/plain\r\n'], 65_536),
  reportableId: reader((text) => reportableId(cpimOf(text)), ['From: a\r\n\r\nX: '], 65_536),
  checkText: reader(checkText, []),
  isBlank: reader(isBlank, []),
  utf8Bytes: reader(utf8Bytes, []),
  graphemes: reader((text) => graphemes(text), ['e'], 4_096),
  oneLine: reader(oneLine, []),
  initials: reader(initials, []),
};
