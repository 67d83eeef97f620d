import { NonInviteClientTransaction } from 'sip.js/lib/core/transactions/non-invite-client-transaction.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { EncodedRequest } from './encoded-request.ts';
import { GatedResponse } from './gated-response.ts';

/** sip.js's client transaction (RFC 3261 §17.1.2), named by our branch instead of one from Math.random. */
export class BranchTransaction extends NonInviteClientTransaction {
  override get id(): string {
    // sip.js logs the transaction's id before it has the request.
    const request = this.request as OutgoingRequestMessage | undefined;
    return request?.branch ?? '';
  }

  override receiveResponse(response: IncomingResponseMessage): void {
    if (response instanceof GatedResponse && this.request instanceof EncodedRequest) {
      this.request.lastResponse = response.response;
    }
    super.receiveResponse(response);
  }
}
