import { resolve } from 'node:path';
import * as v from 'valibot';
import { boardNamed, boards } from '../../../board/boards.ts';
import type { Contact } from '../../domain/contact.ts';
import { peerUser, type PeerAddress } from '../../domain/peer-address.ts';
import { success, type Result } from '../../domain/result.ts';
import { valueInForce, type OperatorSettings } from '../../domain/settings/settings.ts';
import type { Board } from '../../ports/device/board.ts';
import type { OldestTls } from '../../wire/tls-policy.ts';
import { readConfigFile, text, type ConfigFault } from './config-file.ts';
import { OPERATOR_EXAMPLES, operatorKeys, readOperatorTexts } from './operator-keys.ts';

/** The configuration of one handset. README.md of this room describes the keys of the file. */
export interface HandsetConfig {
  readonly server: {
    /** Null when DNS finds it from the domain (RFC 3263). */
    readonly host: string | null;
    readonly port: number | null;
    readonly domain: string;
    readonly caPem: string;
    /** Base64 of SHA-256; one of these public keys must be in the server's chain. Empty: any key will do. */
    readonly pins: readonly string[];
    /** Null when there is no list of revoked certificates. */
    readonly revocationFile: string | null;
    readonly oldestTls: OldestTls;
  };
  readonly account: {
    readonly address: PeerAddress;
    readonly username: string;
    readonly password: string;
    /** Null: that of the first login counts. */
    readonly realm?: string | null;
    readonly allowsMd5?: boolean;
  };
  readonly board: Board;
  /** Absolute path; the folder is made at the first start, and only its owner may read it. */
  readonly dataFolder: string;
  /** Where newer systems are; null when this handset does not look for them. */
  readonly updateUrl: string | null;
  readonly messageFormat: 'auto' | 'cpim' | 'plain';
  readonly settings: OperatorSettings;
  readonly contacts: readonly Contact[];
}

const schema = v.strictObject({
  ...operatorKeys,
  board: v.pipe(
    v.string(),
    v.check((name) => Object.hasOwn(boards, name), `must be the name of a board: ${Object.keys(boards).join(', ')}`),
  ),
  dataFolder: text(4096),
});
const EXAMPLES = { ...OPERATOR_EXAMPLES, board: '"simulator"', dataFolder: '"data"' };

/**
 * Reads and checks the file and the files that it names. Reports every fault.
 * @param user whose files they must be, when not this process's own user
 */
export function readHandsetConfig(path: string, user?: number): Result<HandsetConfig, readonly ConfigFault[]> {
  const file = readConfigFile(path, schema, EXAMPLES, user);
  if (!file.ok) return file;
  const { value, folder } = file.value;
  const texts = readOperatorTexts(file.value);
  if (!texts.ok) return texts;
  const { caPem, password, settings } = texts.value;
  const board = boardNamed(value.board, valueInForce('language', settings));
  if (!board.ok) throw new Error(`the schema let through: ${board.error}`);
  const { server, account, dataFolder, messageFormat, contacts } = value;
  return success({
    server: {
      host: server.host ?? null,
      port: server.port ?? null,
      domain: server.domain,
      caPem,
      pins: server.pins,
      revocationFile: server.crl === undefined ? null : resolve(folder, server.crl),
      oldestTls: `TLSv${server.tls}`,
    },
    account: {
      address: account.address,
      username: account.username ?? peerUser(account.address),
      password,
      realm: account.realm ?? null,
      allowsMd5: account.digest === 'MD5',
    },
    board: board.value,
    dataFolder: resolve(folder, dataFolder),
    updateUrl: value.updates?.url ?? null,
    messageFormat,
    settings,
    contacts,
  });
}
