import { parseCSeq } from './essentials.ts';
import type { Frame } from '../framing/frame.ts';
import { HeaderList } from '../grammar/header-list.ts';
import type { SipResponse } from '../grammar/sip-message.ts';
import { branchOf, parseVias } from '../grammar/via.ts';

const STATUS_LINE = /^SIP\/2\.0 ([1-6][0-9]{2})(?: (.*))?$/is;

const CONTROLS = /[\x00-\x08\x0a-\x1f\x7f]/g;

/** Whether the message claims to be a response. A response is never answered, however broken it is. */
export function isResponse(startLine: string): boolean {
  return /^SIP\//i.test(startLine);
}

/** What an answer is matched by (RFC 3261 §17.1.3). */
const NEEDED = new Set(['via', 'cseq']);

/**
 * Reads a response. Null when it must be discarded (RFC 3261 §18.1.2; RFC 4475 §3.1.2.5, §3.1.2.19): nobody can tell
 * what it answers or says. From, To and Call-ID only repeat what we wrote, so nothing depends on how a server copied
 * them. Empty and unusual reason phrases are accepted (§3.1.1.12, 13).
 */
export function examineResponse(frame: Frame): SipResponse | null {
  const [, status, reason = ''] = STATUS_LINE.exec(frame.startLine) ?? [];
  if (status === undefined || frame.malformed !== null || frame.damaged.some((name) => NEEDED.has(name))) return null;
  const headers = new HeaderList(frame.headers);
  const [top, ...others] = parseVias(headers.all('Via')) ?? [];
  const cseq = parseCSeq(headers.first('CSeq'));
  // Every request of ours has a branch, by which its answer is known.
  if (top === undefined || branchOf(top) === null || cseq === null) return null;
  return {
    kind: 'response',
    statusCode: Number(status),
    reason: reason.replace(CONTROLS, ' '),
    vias: [top, ...others],
    cseq,
    headers,
    body: frame.body,
  };
}
