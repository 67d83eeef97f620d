import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { FrameHead } from '../../wire/framing/frame.ts';
import type { SipRequest } from '../../wire/grammar/sip-message.ts';

/** A request in the form that sip.js's core takes, made from ours: parsed once, and by our gate. */
export class GatedRequest extends IncomingRequestMessage {
  /** As it came: what an answer copies. */
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
 * What sip.js finds a transaction by. It takes the branch alone; RFC 3261 §17.2.3 also asks for the sent-by and the method, of which ACK
 * and CANCEL name the INVITE. Call-ID and CSeq are the same in all of them (§9.1, §17.1.1.3), and make sure that a sender who uses a
 * branch twice never gets one text's answer for another.
 */
function transactionIdOf({ vias: [via], method, callId, cseq }: SipRequest): string {
  const ofMethod = method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method;
  const branch = via.parameters.get('branch') ?? '';
  // Nothing before the branch can hold a space.
  return `${ofMethod} ${cseq.number} ${callId} ${via.host} ${via.port ?? ''} ${branch}`;
}
