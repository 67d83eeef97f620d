import { URI } from 'sip.js/lib/grammar/uri.js';
import { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type { Result } from '../../domain/result.ts';
import type { HeaderField } from '../../wire/framing/frame.ts';
import { encodeRequestHead, type EncodeFailure } from '../../wire/encoding/serialize.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';
import type { RequestBlueprint } from './request-blueprint.ts';

/**
 * sip.js wants URI objects, but the request is written from the blueprint's text, so that one fixed object is enough.
 */
const UNUSED_URI = new URI('sip', 'unused', 'invalid');

export interface RequestIdentity {
  /** Branch of the topmost Via. It is unguessable, while sip.js would take seven digits from Math.random. */
  readonly branch: string;
  readonly fromTag: string;
  readonly cseq: number;
  /** The sent-by part of our Via. */
  readonly sentBy: string;
}

/**
 * sip.js's outgoing request, but written by our own encoder. sip.js writes names, hosts and headers without escaping
 * them, so that a line break in one of them would start a header.
 */
export class EncodedRequest extends OutgoingRequestMessage {
  /** The last response that matched. sip.js replaces a received 408 by one of its own. */
  lastResponse: SipResponse | null = null;
  readonly blueprint: RequestBlueprint;
  readonly #identity: RequestIdentity;

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

  /** The text that `toString` will return, or why there is none. Call this before the request goes to a transaction. */
  encode(): Result<string, EncodeFailure> {
    const { method, requestUri, headers, body } = this.blueprint;
    const fields = [...this.#essentials(), ...headers];
    return encodeRequestHead({ method, requestUri, headers: fields }, Buffer.byteLength(body));
  }

  override setViaHeader(): void {
    // Nothing to do: `encode` writes the Via from the branch.
  }

  override toString(): string {
    const encoded = this.encode();
    if (!encoded.ok) throw new Error(`request was not checked: ${encoded.error.code} in ${encoded.error.where}`);
    return encoded.value + this.blueprint.body;
  }

  #essentials(): readonly HeaderField[] {
    const { method, from, to, callId } = this.blueprint;
    const { sentBy, fromTag } = this.#identity;
    // RFC 6223 §4.2.2: in a REGISTER, `keep` asks whether and how often the server wants the flow kept alive.
    const keep = method === 'REGISTER' ? ';keep' : '';
    return [
      { name: 'Via', value: `SIP/2.0/TLS ${sentBy};branch=${this.branch ?? ''};rport${keep}` },
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: `<${from}>;tag=${fromTag}` },
      { name: 'To', value: `<${to}>` },
      { name: 'Call-ID', value: callId },
      { name: 'CSeq', value: `${this.cseq} ${method}` },
    ];
  }
}
