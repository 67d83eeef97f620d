import { DigestAuthentication } from 'sip.js/lib/core/messages/digest-authentication.js';
import type { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type { DigestAccount } from './digest-account.ts';
import { EncodedRequest } from './encoded-request.ts';

/** What sip.js asks for credentials: its own knows MD5 only, this one answers by RFC 8760. */
export class AccountAuthentication extends DigestAuthentication {
  readonly #account: DigestAccount;
  readonly #newBranch: () => string;
  #header = '';

  constructor(loggers: LoggerFactory, account: DigestAccount, newBranch: () => string) {
    super(loggers, undefined, undefined, undefined);
    this.#account = account;
    this.#newBranch = newBranch;
  }

  override authenticate(request: OutgoingRequestMessage): boolean {
    if (!(request instanceof EncodedRequest)) return false;
    const side = request.lastResponse?.statusCode === 407 ? 'proxy' : 'server';
    const header = this.#account.answer(side, request.method, request.requestUri);
    if (header === null) return false;
    this.#header = header;
    request.renewBranch(this.#newBranch());
    return true;
  }

  override toString(): string {
    return this.#header;
  }
}
