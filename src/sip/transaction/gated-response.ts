import { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';

/**
 * A response in the form that sip.js's core takes. It is made from ours, so that it is parsed only once, by our gate.
 * That spares the cost of sip.js's grammar (63 % of a message's cost) and its mistakes.
 */
export class GatedResponse extends IncomingResponseMessage {
  readonly response: SipResponse;

  constructor(response: SipResponse) {
    super();
    this.response = response;
    this.statusCode = response.statusCode;
    this.reasonPhrase = response.reason;
    this.method = response.cseq.method;
    this.viaBranch = response.vias[0].parameters.get('branch') ?? '';
  }

  override getHeaders(name: string): string[] {
    return [...this.response.headers.all(name)];
  }

  /** sip.js asks only for the challenge. It gets none, so that the challenge is left to `RequestClient`. */
  override parseHeader(): undefined {
    return undefined;
  }
}
