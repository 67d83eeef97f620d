import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { FrameHead } from '../../wire/framing/frame.ts';
import type { SipRequest } from '../../wire/grammar/sip-message.ts';

/**
 * A request in the form that sip.js's core takes. It is made from ours, so that it is parsed only once, by our gate.
 */
export class GatedRequest extends IncomingRequestMessage {
  /** The frame's head as it arrived; an answer copies from it. */
  readonly head: FrameHead;

  constructor(request: SipRequest, head: FrameHead) {
    super();
    this.head = head;
    this.method = request.method;
    this.callId = request.callId;
    this.cseq = request.cseq.number;
    this.fromTag = request.from.parameters.get('tag') ?? '';
    this.viaBranch = transactionIdOf(request);
  }
}

/**
 * The key by which sip.js finds a transaction. sip.js itself uses the branch alone. RFC 3261 §17.2.3 also compares the
 * sent-by and the method, and for this ACK and CANCEL belong to the INVITE. Call-ID and CSeq are the same in all of
 * them (§9.1, §17.1.1.3); they make sure that a sender who uses a branch twice never gets the answer to another text.
 */
function transactionIdOf({ vias: [via], method, callId, cseq, from, requestUri }: SipRequest): string {
  const ofMethod = method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method;
  // A client of RFC 2543 writes no branch.
  const branch = via.parameters.get('branch') ?? `${from.parameters.get('tag') ?? ''} ${requestUri}`;
  // Nothing before the branch can contain a space, so that two keys cannot be confused.
  return `${ofMethod} ${cseq.number} ${callId} ${via.host} ${via.port ?? ''} ${branch}`;
}
