import type { RawSipMessage } from '../../support/raw-sip-message.ts';

/** All of an answer that tells its receiver something, without what repeats the request. */
export function seenOf(answer: RawSipMessage): string {
  const told = answer.head.split('\r\n').filter((line) => !/^(Via|From|To|Call-ID|CSeq|SIP)/i.test(line));
  return [answer.startLine, ...told].join();
}
