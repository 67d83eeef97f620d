import { DigestAuthentication } from 'sip.js/lib/core/messages/digest-authentication.js';
import type { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type { DigestChallenge } from '../../wire/authentication/digest-challenge.ts';
import type { DigestAccount } from './digest-account.ts';
import { EncodedRequest } from './encoded-request.ts';

/** The class from which sip.js gets credentials. Its own knows only MD5; this one answers by RFC 8760. */
export class AccountAuthentication extends DigestAuthentication {
  readonly #account: DigestAccount;
  readonly #onRepeated: (request: EncodedRequest) => void;
  #header = '';

  /**
   * @param onRepeated called when a challenge is answered: the same request goes out again, in a transaction of its own
   */
  constructor(loggers: LoggerFactory, account: DigestAccount, onRepeated: (request: EncodedRequest) => void) {
    super(loggers, undefined, undefined, undefined);
    this.#account = account;
    this.#onRepeated = onRepeated;
  }

  override authenticate(request: OutgoingRequestMessage, challenge: DigestChallenge): boolean {
    if (!(request instanceof EncodedRequest)) return false;
    const side = request.lastResponse?.statusCode === 407 ? 'proxy' : 'server';
    this.#account.challenged(side, challenge);
    const header = this.#account.answer(side, request.method, request.blueprint.requestUri);
    if (header === null) return false;
    this.#header = header;
    this.#onRepeated(request);
    return true;
  }

  override toString(): string {
    return this.#header;
  }
}
