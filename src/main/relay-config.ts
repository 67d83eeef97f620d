import { resolve } from 'node:path';
import * as v from 'valibot';
import { peerDomain, peerUser, type PeerAddress } from '../domain/peer-address.ts';
import type { DigestHash } from '../sip/authentication/digest-algorithm.ts';
import { failure, success, type Result } from '../domain/result.ts';
import { port, readConfigFile, sipAddress, text, type ConfigFault } from './config-file.ts';

/** What the relay is told from outside; the keys of the file are described in README.md of this room. */
export interface RelayConfig {
  readonly domain: string;
  readonly host: string;
  /** 0: the kernel chooses. */
  readonly port: number;
  readonly dataFolder: string;
  readonly accounts: readonly {
    readonly address: PeerAddress;
    readonly username: string;
    readonly password: string;
    readonly digests?: readonly DigestHash[];
  }[];
}

const schema = v.strictObject({
  domain: text(253),
  host: v.optional(text(253), '127.0.0.1'),
  port: v.optional(port(0), 5061),
  dataFolder: text(4096),
  accounts: v.pipe(
    v.array(
      v.strictObject({
        address: sipAddress,
        username: v.optional(text(255)),
        password: text(255),
        // For a client that knows MD5 only and gives up when it is offered more (baresip 1.0).
        digest: v.optional(v.picklist(['any', 'MD5'], 'must be "any" or "MD5"'), 'any'),
      }),
    ),
    v.maxLength(10_000, 'must have at most 10000 accounts'),
  ),
});

export function readRelayConfig(path: string): Result<RelayConfig, readonly ConfigFault[]> {
  const file = readConfigFile(path, schema);
  if (!file.ok) return file;
  const { value, folder, fault } = file.value;
  const domain = value.domain.toLowerCase();
  const foreign = value.accounts.flatMap(({ address }, index) =>
    peerDomain(address) === domain
      ? []
      : [fault(`accounts.${index}.address`, `must be an address in the domain ${domain}`)],
  );
  if (foreign.length > 0) return failure(foreign);
  return success({
    domain,
    host: value.host,
    port: value.port,
    dataFolder: resolve(folder, value.dataFolder),
    accounts: value.accounts.map(({ address, username, password, digest }) => ({
      address,
      username: username ?? peerUser(address),
      password,
      ...(digest === 'MD5' ? { digests: ['MD5'] as const } : {}),
    })),
  });
}
