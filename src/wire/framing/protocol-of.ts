import type { FrameHead } from './frame.ts';
import { headerKey } from './header-names.ts';

const OTHER_PROTOCOL = /^[A-Z][A-Z0-9+-]*\/[0-9]/i;
const SIP = /^SIP\//i;

/**
 * Whether a head is that of another protocol, such as a POST of a browser that somebody sent to this port. A wrong
 * request is answered and costs nothing more, but a client that does not speak SIP at all would read no answer.
 */
export function isOtherProtocol({ startLine, headers }: FrameHead): boolean {
  const line = startLine.trim();
  const last = line.slice(line.lastIndexOf(' ') + 1);
  if (SIP.test(line) || SIP.test(last)) return false;
  // HTTP has a header called Via too.
  return (
    OTHER_PROTOCOL.test(line) || OTHER_PROTOCOL.test(last) || !headers.some(({ name }) => headerKey(name) === 'via')
  );
}
