import type { FrameHead } from '../../wire/framing/frame.ts';
import { headerKey } from '../../wire/framing/header-names.ts';
import { splitList } from '../../wire/grammar/syntax.ts';
import { parseVia } from '../../wire/grammar/via.ts';
import type { ClientFlow } from './flow.ts';

/**
 * Notes in the topmost Via where the request came from, for the answer (RFC 3261 §18.2.1; RFC 3581 §4: `rport` is
 * filled in when the client asks for it). Clients behind a NAT learn their address from it.
 */
export function withReceived<Head extends FrameHead>(head: Head, { remoteAddress, remotePort }: ClientFlow): Head {
  const at = head.headers.findIndex(({ name }) => headerKey(name) === 'via');
  const field = head.headers[at];
  if (field === undefined) return head;
  const [top = '', ...others] = splitList(field.value);
  const via = parseVia(top);
  if (via === null) return head;
  const asksForPort = via.parameters.get('rport') === null;
  if (via.host === remoteAddress && !asksForPort) return head;
  const noted = asksForPort ? top.replace(/;[ \t]*rport[ \t]*(?=;|$)/i, `;rport=${remotePort}`) : top;
  const value = [via.parameters.has('received') ? noted : `${noted};received=${remoteAddress}`, ...others].join(', ');
  return { ...head, headers: head.headers.with(at, { name: field.name, value }) };
}
