import { URI } from 'sip.js/lib/grammar/uri.js';
import { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type { Result } from '../../domain/result.ts';
import type { HeaderField } from '../../wire/framing/frame.ts';
import { encodeRequestHead, type EncodeFailure } from '../../wire/encoding/serialize.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';
import type { RequestBlueprint } from './request-blueprint.ts';

/** sip.js wants URI objects; what goes out is written from the blueprint's text, so a fixed one does. */
const UNUSED_URI = new URI('sip', 'unused', 'invalid');

export interface RequestIdentity {
  /** Topmost Via's branch, unguessable: sip.js would draw seven digits from Math.random. */
  readonly branch: string;
  readonly fromTag: string;
  readonly cseq: number;
  /** sent-by of our Via. */
  readonly sentBy: string;
}

/**
 * sip.js's outgoing request, written by our one encoder: sip.js puts names, hosts and headers out unescaped, so that a line break in one
 * of them would be a header.
 */
export class EncodedRequest extends OutgoingRequestMessage {
  /** The last response that matched; sip.js hides a 408 behind one of its own. */
  lastResponse: SipResponse | null = null;
  readonly blueprint: RequestBlueprint;
  readonly #identity: RequestIdentity;
  readonly #credentials = new Map<string, string>();

  constructor(blueprint: RequestBlueprint, identity: RequestIdentity) {
    super(blueprint.method, UNUSED_URI, UNUSED_URI, UNUSED_URI, {
      callId: blueprint.callId,
      fromTag: identity.fromTag,
      cseq: identity.cseq,
    });
    this.blueprint = blueprint;
    this.#identity = identity;
    this.branch = identity.branch;
  }

  /** What `toString` will give, or why it cannot: to be asked before the request is handed to a transaction. */
  encode(): Result<string, EncodeFailure> {
    const { method, requestUri, headers, body } = this.blueprint;
    const fields = [...this.#essentials(), ...headers];
    return encodeRequestHead({ method, requestUri, headers: fields }, Buffer.byteLength(body));
  }

  /** Called by sip.js when it answers a challenge, with the header's name in any case. */
  override setHeader(name: string, value: string | string[]): void {
    super.setHeader(name, value);
    if (/^(?:proxy-)?authorization$/i.test(name) && typeof value === 'string') this.setCredentials(name, value);
  }

  setCredentials(name: string, value: string): void {
    this.#credentials.set(/^proxy/i.test(name) ? 'Proxy-Authorization' : 'Authorization', value);
  }

  /** A challenge that is answered makes a new transaction, and so a new branch (RFC 3261 §22.2, §8.1.3.5). */
  renewBranch(branch: string): void {
    this.branch = branch;
  }

  override setViaHeader(): void {
    // The Via is written by `encode` from the branch.
  }

  override toString(): string {
    const encoded = this.encode();
    if (!encoded.ok) throw new Error(`request was not checked: ${encoded.error.code} in ${encoded.error.where}`);
    return encoded.value + this.blueprint.body;
  }

  #essentials(): readonly HeaderField[] {
    const { method, from, to, callId } = this.blueprint;
    const { sentBy, fromTag } = this.#identity;
    // RFC 6223 §4.2.2: in a REGISTER it asks whether, and how often, the server wants the flow kept alive.
    const keep = method === 'REGISTER' ? ';keep' : '';
    return [
      { name: 'Via', value: `SIP/2.0/TLS ${sentBy};branch=${this.branch ?? ''};rport${keep}` },
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: `<${from}>;tag=${fromTag}` },
      { name: 'To', value: `<${to}>` },
      { name: 'Call-ID', value: callId },
      { name: 'CSeq', value: `${this.cseq} ${method}` },
      ...[...this.#credentials].map(([name, value]) => ({ name, value })),
    ];
  }
}
