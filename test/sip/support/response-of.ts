import { HeaderList } from '../../../src/wire/grammar/header-list.ts';
import type { SipResponse } from '../../../src/wire/grammar/sip-message.ts';
import { parseVia } from '../../../src/wire/grammar/via.ts';

/** A response as the gate lets it through; headers as `Name: value`. */
export function responseOf(statusCode: number, headers: readonly string[] = [], viaParameters = ''): SipResponse {
  const via = parseVia(`SIP/2.0/TLS handset.invalid;branch=z9hG4bK1${viaParameters}`);
  if (via === null) throw new Error(`not a Via: ${viaParameters}`);
  const fields = headers.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
  });
  return {
    kind: 'response',
    statusCode,
    reason: 'Whatever',
    vias: [via],
    cseq: { number: 1, method: 'REGISTER' },
    headers: new HeaderList(fields),
    body: new Uint8Array(),
  };
}
