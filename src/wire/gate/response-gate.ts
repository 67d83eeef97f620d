import { readEssentials } from './essentials.ts';
import type { Frame } from '../framing/frame.ts';
import { HeaderList } from '../grammar/header-list.ts';
import type { SipResponse } from '../grammar/sip-message.ts';
import { branchOf } from '../grammar/via.ts';

const STATUS_LINE = /^SIP\/2\.0 ([1-6][0-9]{2})(?: (.*))?$/is;

/** Whether the message claims to be a response. A response is never answered, however broken it is. */
export function isResponse(startLine: string): boolean {
  return /^SIP\//i.test(startLine);
}

/**
 * Reads a response strictly. Null when it must be discarded (RFC 3261 §18.1.2; RFC 4475 §3.1.2.5, §3.1.2.19). Empty and
 * unusual reason phrases are accepted (§3.1.1.12, 13).
 */
export function examineResponse(frame: Frame): SipResponse | null {
  const [, status, reason = ''] = STATUS_LINE.exec(frame.startLine) ?? [];
  if (status === undefined || frame.malformed !== null) return null;
  const headers = new HeaderList(frame.headers);
  const essentials = readEssentials(headers);
  // Every request of ours has a branch, by which its answer is known (§17.1.3).
  if (!essentials.ok || branchOf(essentials.value.vias[0]) === null) return null;
  return { kind: 'response', statusCode: Number(status), reason, ...essentials.value, headers, body: frame.body };
}
