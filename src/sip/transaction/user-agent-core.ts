import { URI } from 'sip.js/lib/grammar/uri.js';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import type { DigestAccount } from './digest-account.ts';
import { AccountAuthentication } from './account-authentication.ts';

export interface CoreParts {
  readonly account: DigestAccount;
  /** False when nothing was sent. */
  readonly send: (message: string) => boolean;
  readonly newBranch: () => string;
}

/** sip.js's core over one flow. Only its transactions and its way through challenges are used; names and hosts are ours to write. */
export function createUserAgentCore({ account, send, newBranch }: CoreParts): UserAgentCore {
  const loggerFactory = new LoggerFactory();
  // It would log whole messages.
  loggerFactory.builtinEnabled = false;
  const unused = new URI('sip', 'unused', 'invalid');
  const transport = {
    protocol: 'TLS',
    send: (message: string): Promise<void> =>
      send(message) ? Promise.resolve() : Promise.reject(new Error('the flow takes nothing more')),
  };
  return new UserAgentCore({
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
    authenticationFactory: () => new AccountAuthentication(loggerFactory, account, newBranch),
    transportAccessor: () => transport,
  });
}
