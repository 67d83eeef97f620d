import { peerDomain, type PeerAddress } from '../../domain/peer-address.ts';
import { parseNameAddr } from '../../wire/grammar/name-addr.ts';
import { parseSipUri } from '../../wire/grammar/sip-uri.ts';
import type { RequestBlueprint } from '../transaction/request-blueprint.ts';
import type { RequestOutcome } from '../transaction/request-client.ts';

/** Moved permanently, moved temporarily (RFC 3261 §21.3.2, §21.3.3), and use proxy (§21.3.4). */
const MOVED = new Set([301, 302]);
const USE_PROXY = 305;
/** CSeq numbers of a text's first way, with its answers to challenges. */
const NUMBERS_OF_A_WAY = 4;

/**
 * The request once more, to where its answer sends us (RFC 3261 §8.1.3.4). Null when it sends us nowhere, or away from
 * the server to which the account is bound: nothing leaves our one flow, and a text goes to nobody of another domain
 * because an answer says so.
 */
export function redirected(blueprint: RequestBlueprint, outcome: RequestOutcome): RequestBlueprint | null {
  if (outcome.kind !== 'answered') return null;
  const { statusCode, headers } = outcome.response;
  if (!MOVED.has(statusCode) && statusCode !== USE_PROXY) return null;
  const own = peerDomain(blueprint.from as PeerAddress);
  for (const contact of headers.list('Contact')) {
    const target = parseNameAddr(contact)?.uri ?? '';
    const uri = parseSipUri(target);
    if (!uri.ok || uri.value.host !== own || uri.value.headers !== null || uri.value.parameters.has('method')) continue;
    if (statusCode === USE_PROXY) return again({ ...blueprint, headers: [route(target), ...blueprint.headers] });
    if (uri.value.user !== null && target !== blueprint.requestUri) return again({ ...blueprint, requestUri: target });
  }
  return null;
}

function route(target: string): { readonly name: string; readonly value: string } {
  return { name: 'Route', value: `<${target}>` };
}

function again(blueprint: RequestBlueprint): RequestBlueprint {
  const { identity } = blueprint;
  if (identity === undefined) return blueprint;
  return { ...blueprint, identity: { ...identity, firstCseq: identity.firstCseq + NUMBERS_OF_A_WAY } };
}
