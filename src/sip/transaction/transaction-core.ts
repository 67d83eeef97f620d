import { URI } from 'sip.js/lib/grammar/uri.js';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { OutgoingResponse, ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import { getReasonPhrase } from 'sip.js/lib/core/messages/utils.js';
import { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import type { UserAgentCoreConfiguration } from 'sip.js/lib/core/user-agent-core/user-agent-core-configuration.js';
import type { Random } from '../../ports/system/random.ts';
import { encodeAnswer } from '../../wire/encoding/answer.ts';
import { MAGIC_COOKIE } from '../../wire/grammar/via.ts';
import { randomToken } from '../random-token.ts';
import { GatedRequest } from './gated-request.ts';

export interface TransactionCoreParts {
  readonly random: Random;
  /** False when nothing was sent. */
  readonly send: (message: string) => boolean;
}

/** A new unguessable branch for a transaction. */
export function newBranch(random: Random): string {
  return MAGIC_COOKIE + randomToken(random, 12);
}

/**
 * sip.js's core over one flow; it holds the transactions of both directions. Our encoder writes names and hosts, so
 * that those given to sip.js are never used.
 */
export class TransactionCore extends UserAgentCore {
  readonly #random: Random;
  readonly #send: (message: string) => boolean;

  constructor(parts: TransactionCoreParts) {
    super(configurationFor(parts));
    this.#random = parts.random;
    this.#send = parts.send;
  }

  /**
   * Writes the answer with our encoder, because sip.js copies headers without escaping them and takes tags from
   * Math.random. sip.js uses this method to answer a CANCEL.
   */
  override replyStateless(message: IncomingRequestMessage, { statusCode }: ResponseOptions): OutgoingResponse {
    if (!(message instanceof GatedRequest)) throw new TypeError('a request that did not come through the gate');
    const answer = { statusCode, reason: getReasonPhrase(statusCode) };
    const text = encodeAnswer(message.head, answer, randomToken(this.#random, 9));
    if (text !== null) this.#send(text);
    return { message: text ?? '' };
  }
}

function configurationFor({ send }: TransactionCoreParts): UserAgentCoreConfiguration {
  const loggerFactory = new LoggerFactory();
  // Left on, it would log whole messages.
  loggerFactory.builtinEnabled = false;
  const unused = new URI('sip', 'unused', 'invalid');
  const transport = {
    protocol: 'TLS',
    send: (message: string): Promise<void> =>
      send(message) ? Promise.resolve() : Promise.reject(new Error('the flow takes nothing more')),
  };
  return {
    aor: unused,
    contact: { pubGruu: undefined, tempGruu: undefined, uri: unused, toString: () => '' },
    displayName: '',
    loggerFactory,
    hackViaTcp: false,
    routeSet: [],
    sipjsId: '',
    supportedOptionTags: [],
    supportedOptionTagsResponse: [],
    userAgentHeaderFieldValue: undefined,
    viaForceRport: false,
    viaHost: 'invalid',
    // `RequestClient` answers challenges: sip.js knows MD5 only, and any realm.
    authenticationFactory: () => undefined,
    transportAccessor: () => transport,
  };
}
