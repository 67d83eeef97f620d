import type { Result } from '../../domain/result.ts';
import { readEssentials } from './essentials.ts';
import type { Frame } from '../framing/frame.ts';
import { FRAME_LIMITS } from '../framing/frame-limits.ts';
import { headerKey } from '../framing/header-names.ts';
import type { GatePolicy, GateRefusal } from './gate-policy.ts';
import { HeaderList } from '../grammar/header-list.ts';
import { parseMediaType, type MediaType } from '../grammar/media-type.ts';
import type { Essentials, SipRequest } from '../grammar/sip-message.ts';
import { parseSipUri, type SipUri, type SipUriFailure } from '../grammar/sip-uri.ts';
import { TOKEN } from '../grammar/scanner.ts';
import { branchOf } from '../grammar/via.ts';

/** What the rows look at: a request, parsed as far as possible. */
interface Candidate {
  readonly method: string;
  readonly requestUri: string;
  readonly uri: Result<SipUri, SipUriFailure>;
  readonly version: string;
  readonly headers: HeaderList;
  readonly essentials: Result<Essentials, string>;
  /** Null when there is no Content-Type. */
  readonly contentType: { readonly parsed: MediaType | null } | null;
  readonly frame: Frame;
}

interface GateRow {
  readonly rfc: string;
  /** Null lets the request pass to the next row. */
  readonly check: (candidate: Candidate, policy: GatePolicy) => GateRefusal | null;
}

/** Rules for every message, also for ACK and CANCEL. The first row that objects gives the answer. */
const SYNTAX_ROWS: readonly GateRow[] = [
  { rfc: 'RFC 3261 §7.1, §21.5.6', check: checkVersion },
  { rfc: 'RFC 3261 §21.5.2', check: checkMethodKnown },
  { rfc: 'RFC 3261 §7.3, §8.2.2, RFC 4475 §3.1.2', check: checkHeaderSyntax },
  { rfc: 'RFC 3261 §21.5.7', check: checkRoomToForward },
  { rfc: 'RFC 3261 §7.3.1', check: checkSingleHeaders },
  { rfc: 'RFC 3261 §19.1.1, RFC 4475 §3.1.2.11', check: checkRequestUri },
  { rfc: 'RFC 3261 §8.1.1', check: checkEssentials },
  { rfc: 'RFC 3261 §8.1.1.7', check: checkBranch },
  { rfc: 'RFC 3261 §8.1.1.6', check: checkMaxForwards },
];

/**
 * Further rules for a request, in the order of RFC 3261 §8.2. Behind the gate, on the handset and at the relay, no
 * request arrives that one of these rows refuses.
 */
const REQUEST_ROWS: readonly GateRow[] = [
  { rfc: 'RFC 3261 §12.2.2', check: checkDialog },
  { rfc: 'RFC 3261 §8.2.1, §21.4.6', check: checkMethodAllowed },
  { rfc: 'RFC 3261 §8.2.2.1, §21.4.14', check: checkScheme },
  { rfc: 'RFC 3261 §8.2.2.1, §21.4.5', check: checkOwner },
  { rfc: 'RFC 3261 §16.3 step 3, §21.4.21', check: checkHopsLeft },
  { rfc: 'RFC 3261 §8.2.2.3, §16.3 step 5, §21.4.15', check: checkExtensions },
  { rfc: 'RFC 3261 §20.15', check: checkBodyIsTyped },
  { rfc: 'RFC 3261 §8.2.3, §21.4.13', check: checkContentType },
  { rfc: 'RFC 3261 §8.2.3, §20.12', check: checkContentEncoding },
];

const ALL_ROWS: readonly GateRow[] = [...SYNTAX_ROWS, ...REQUEST_ROWS];

export type RequestVerdict =
  /**
   * An endpoint also gets every ACK and CANCEL that can be read. They belong to a transaction, and mean nothing without
   * one.
   */
  | { readonly kind: 'pass'; readonly request: SipRequest }
  /** `request` is what a transaction needs for the refusal. Null when no transaction can be recognised. */
  | { readonly kind: 'refuse'; readonly refusal: GateRefusal; readonly request: SipRequest | null }
  /** An ACK is never answered (RFC 3261 §17.1.1.3). */
  | { readonly kind: 'discard' };

/** Examines a message that is not a response. */
export function examineRequest(frame: Frame, policy: GatePolicy): RequestVerdict {
  const isAck = /^ACK /i.test(frame.startLine);
  if (isAck && policy.role === 'relay') return { kind: 'discard' };
  const candidate = takeApart(frame);
  const refusal = candidate === null ? bad('Bad Request-Line') : objectionTo(candidate, policy);
  const request = candidate === null ? null : assemble(candidate);
  if (refusal === null && request !== null) return { kind: 'pass', request };
  if (isAck) return { kind: 'discard' };
  // A CANCEL can only be refused within the transaction that it names.
  return {
    kind: 'refuse',
    refusal: refusal ?? bad('Bad Request'),
    request: request?.method === 'CANCEL' ? null : request,
  };
}

function objectionTo(candidate: Candidate, policy: GatePolicy): GateRefusal | null {
  const belongsToTransaction = candidate.method === 'ACK' || candidate.method === 'CANCEL';
  const rows = policy.role === 'endpoint' && belongsToTransaction ? SYNTAX_ROWS : ALL_ROWS;
  for (const { check } of rows) {
    const refusal = check(candidate, policy);
    if (refusal !== null) return refusal;
  }
  return null;
}

/**
 * One space between the parts and none after them. Guessing at other forms can be exploited (RFC 4475 §3.1.2.7 to
 * 3.1.2.10).
 */
const REQUEST_LINE = /^([^\s]+) ([^\s]+) (SIP\/[0-9]+\.[0-9]+)$/i;

function takeApart(frame: Frame): Candidate | null {
  const [, method, requestUri, version] = REQUEST_LINE.exec(frame.startLine) ?? [];
  if (method === undefined || requestUri === undefined || version === undefined || !TOKEN.test(method)) return null;
  const headers = new HeaderList(frame.headers);
  const type = headers.first('Content-Type');
  return {
    method,
    requestUri,
    uri: parseSipUri(requestUri),
    version,
    headers,
    essentials: readEssentials(headers),
    contentType: type === null ? null : { parsed: parseMediaType(type) },
    frame,
  };
}

function bad(reason: string): GateRefusal {
  return { status: 400, reason };
}

function checkVersion({ version }: Candidate): GateRefusal | null {
  return version.toUpperCase() === 'SIP/2.0' ? null : { status: 505, reason: 'Version Not Supported' };
}

/** A registered method that we do not accept is answered 405, any other 501. */
const KNOWN_METHODS = new Set(
  'ACK BYE CANCEL INFO INVITE MESSAGE NOTIFY OPTIONS PRACK PUBLISH REFER REGISTER SUBSCRIBE UPDATE'.split(' '),
);

function checkMethodKnown({ method }: Candidate): GateRefusal | null {
  return KNOWN_METHODS.has(method) ? null : { status: 501, reason: 'Not Implemented' };
}

/** Headers that say what to do with a request. One that cannot be read may not count as one that is not there. */
const NEEDED = ['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards', 'Require', 'Proxy-Require'];
const NEEDED_BY_A_BODY = ['Content-Type', 'Content-Encoding'];
const NEEDED_TO_REGISTER = ['Contact', 'Expires'];

/** A header that nobody needs may be as malformed as it likes (§8.2.2). */
function checkHeaderSyntax({ frame: { malformed, damaged }, method }: Candidate): GateRefusal | null {
  if (malformed !== null) return bad('Malformed Header');
  const needed = [...NEEDED, ...(method === 'REGISTER' ? NEEDED_TO_REGISTER : NEEDED_BY_A_BODY)];
  const unread = needed.find((name) => damaged.includes(headerKey(name)));
  return unread === undefined ? null : bad(`Bad ${unread}`);
}

/**
 * A relay leaves this much of the limits free: its own Via, `received` and a To tag must not take the message beyond
 * the next element's limits.
 */
const FORWARDING_ROOM = { lineBytes: 256, headerBlockBytes: 1_024, headerCount: 8 };

function checkRoomToForward({ frame: { headers, startLine } }: Candidate, policy: GatePolicy): GateRefusal | null {
  if (policy.role === 'endpoint') return null;
  const lines = headers.map(({ name, value }) => Buffer.byteLength(name) + Buffer.byteLength(value) + ': '.length);
  const blockBytes = lines.reduce((sum, bytes) => sum + bytes + 2, Buffer.byteLength(startLine) + 2);
  const fits =
    Math.max(...lines) <= FRAME_LIMITS.lineBytes - FORWARDING_ROOM.lineBytes &&
    blockBytes <= FRAME_LIMITS.headerBlockBytes - FORWARDING_ROOM.headerBlockBytes &&
    lines.length <= FRAME_LIMITS.headerCount - FORWARDING_ROOM.headerCount;
  return fits ? null : { status: 513, reason: 'Message Too Large' };
}

const SINGLE_HEADERS = ['From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards', 'Content-Type'];

/**
 * With two From headers, one element would use the first and the next one the last. Neither may decide who the sender
 * is.
 */
function checkSingleHeaders({ headers }: Candidate): GateRefusal | null {
  const repeated = SINGLE_HEADERS.find((name) => headers.all(name).length > 1);
  return repeated === undefined ? null : bad(`Repeated ${repeated}`);
}

/**
 * Headers in a Request-URI are forbidden, because they could smuggle in a Route. URIs with other schemes than SIP's
 * have a row of their own.
 */
function checkRequestUri({ uri }: Candidate): GateRefusal | null {
  if (!uri.ok) return uri.error === 'malformed' ? bad('Bad Request-URI') : null;
  return uri.value.headers === null ? null : bad('Headers in Request-URI');
}

function checkEssentials({ essentials, method }: Candidate): GateRefusal | null {
  if (!essentials.ok) return bad(essentials.error);
  return essentials.value.cseq.method === method ? null : bad('CSeq Method Mismatch');
}

/**
 * A client of RFC 2543 writes no branch, and its transactions are known by other headers (§17.2.3); RFC 4475 §3.1.1.7
 * has such a request. A branch that is there and says nothing would make one transaction of all of its client's
 * requests (RFC 4475 §3.3.1). A relay keeps no transactions of what comes in.
 */
function checkBranch({ essentials }: Candidate, policy: GatePolicy): GateRefusal | null {
  if (policy.role === 'relay' || !essentials.ok) return null;
  const [top] = essentials.value.vias;
  return top.parameters.has('branch') && branchOf(top) === null ? bad('Bad Via') : null;
}

/** A missing one is accepted: the element that forwards adds it (§16.6 step 3). */
function checkMaxForwards({ headers }: Candidate): GateRefusal | null {
  const value = headers.first('Max-Forwards');
  return value === null || (/^[0-9]{1,10}$/.test(value) && Number(value) <= 255) ? null : bad('Bad Max-Forwards');
}

/**
 * No request that we accept begins a dialog, so none can be inside one. A relay says so too: the recipient's device
 * could only refuse what it forwards.
 */
function checkDialog({ essentials }: Candidate): GateRefusal | null {
  if (!essentials.ok || !essentials.value.to.parameters.has('tag')) return null;
  return { status: 481, reason: 'Call/Transaction Does Not Exist' };
}

function checkMethodAllowed({ method }: Candidate, policy: GatePolicy): GateRefusal | null {
  if (policy.methods.includes(method)) return null;
  const headers = [{ name: 'Allow', value: policy.methods.join(', ') }];
  return { status: 405, reason: 'Method Not Allowed', headers };
}

function checkScheme({ uri }: Candidate): GateRefusal | null {
  return uri.ok ? null : { status: 416, reason: 'Unsupported URI Scheme' };
}

function checkOwner({ uri }: Candidate, policy: GatePolicy): GateRefusal | null {
  if (policy.isOwn === null || !uri.ok || policy.isOwn(uri.value)) return null;
  return { status: 404, reason: 'Not Found' };
}

function checkHopsLeft({ headers }: Candidate, policy: GatePolicy): GateRefusal | null {
  if (policy.role === 'endpoint' || Number(headers.first('Max-Forwards') ?? 70) > 0) return null;
  return { status: 483, reason: 'Too Many Hops' };
}

function checkExtensions({ headers }: Candidate, policy: GatePolicy): GateRefusal | null {
  const demanded = headers.list(policy.role === 'endpoint' ? 'Require' : 'Proxy-Require');
  const unsupported = demanded.filter((tag) => !policy.extensions.includes(tag.toLowerCase()));
  if (unsupported.length === 0) return null;
  return { status: 420, reason: 'Bad Extension', headers: [{ name: 'Unsupported', value: unsupported.join(', ') }] };
}

function checkBodyIsTyped({ contentType, frame }: Candidate): GateRefusal | null {
  if (contentType === null) return frame.body.length === 0 ? null : bad('Missing Content-Type');
  return contentType.parsed === null ? bad('Bad Content-Type') : null;
}

function checkContentType({ contentType, method }: Candidate, policy: GatePolicy): GateRefusal | null {
  if (policy.content === null || method !== 'MESSAGE') return null;
  const type = contentType?.parsed?.type;
  const { types, tolerates } = policy.content;
  if (type !== undefined && (types.includes(type) || tolerates?.(type) === true)) return null;
  const headers = [{ name: 'Accept', value: policy.content.types.join(', ') }];
  return { status: 415, reason: 'Unsupported Media Type', headers };
}

function checkContentEncoding({ headers, method }: Candidate, policy: GatePolicy): GateRefusal | null {
  if (policy.content === null || method !== 'MESSAGE') return null;
  const taken = ['identity', ...policy.content.encodings];
  if (headers.list('Content-Encoding').every((encoding) => taken.includes(encoding.toLowerCase()))) return null;
  const accept = { name: 'Accept-Encoding', value: taken.join(', ') };
  return { status: 415, reason: 'Unsupported Media Type', headers: [accept] };
}

/** Null when a header that every message must have cannot be read. */
function assemble({ essentials, method, requestUri, headers, frame }: Candidate): SipRequest | null {
  if (!essentials.ok) return null;
  const maxForwards = headers.first('Max-Forwards');
  return {
    kind: 'request',
    method,
    requestUri,
    ...essentials.value,
    maxForwards: maxForwards === null ? null : Number(maxForwards),
    headers,
    body: frame.body,
  };
}
