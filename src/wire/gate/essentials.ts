import { failure, success, type Result } from '../../domain/result.ts';
import type { HeaderList } from '../grammar/header-list.ts';
import { parseNameAddr, type NameAddr } from '../grammar/name-addr.ts';
import type { CSeq, Essentials } from '../grammar/sip-message.ts';
import { TOKEN } from '../grammar/scanner.ts';
import { parseVias } from '../grammar/via.ts';

const MAX_CSEQ = 2_147_483_647;
const CSEQ = /^([0-9]{1,20})[ \t]+([^\s]+)$/;
/**
 * RFC 3261 sets no bound. What is longer is refused, so that nothing that remembers calls by it needs one of its own.
 */
const CALL_ID = /^[\x21-\x7e]{1,512}$/;

/**
 * Reads the headers that every message must have (RFC 3261 §8.1.1). The failure is a text that can be used as a
 * Reason-Phrase.
 */
export function readEssentials(headers: HeaderList): Result<Essentials, string> {
  const [top, ...others] = parseVias(headers.all('Via')) ?? [];
  if (top === undefined) return failure('Bad Via');
  const from = readParty(headers.first('From'));
  if (from === null) return failure('Bad From');
  const to = readParty(headers.first('To'));
  if (to === null) return failure('Bad To');
  const callId = headers.first('Call-ID');
  if (callId === null || !CALL_ID.test(callId)) return failure('Bad Call-ID');
  const cseq = parseCSeq(headers.first('CSeq'));
  if (cseq === null) return failure('Bad CSeq');
  return success({ vias: [top, ...others], from, to, callId, cseq });
}

function readParty(value: string | null): NameAddr | null {
  const party = value === null ? null : parseNameAddr(value);
  const tag = party?.parameters.get('tag');
  return tag === undefined || (tag !== null && TOKEN.test(tag)) ? party : null;
}

/** Null when it is malformed, or beyond 31 bits (§8.1.1.5). */
export function parseCSeq(value: string | null): CSeq | null {
  const [, digits, method] = CSEQ.exec(value ?? '') ?? [];
  if (digits === undefined || method === undefined || !TOKEN.test(method)) return null;
  const number = Number(digits);
  return number > MAX_CSEQ ? null : { number, method };
}
