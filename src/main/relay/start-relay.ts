import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AesGcmSealer } from '../../crypto/keys/aes-gcm-sealer.ts';
import {
  ensureDevelopmentCertificates,
  type DevelopmentCertificates,
} from '../../crypto/certificates/development-certificates.ts';
import { FileVault } from '../../crypto/keys/file-vault.ts';
import { loadGivenKey } from '../../crypto/keys/key-file.ts';
import { loadGivenSealKeys, loadSealKeys } from '../../crypto/keys/seal-key-folder.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { Random } from '../../ports/system/random.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import { FixedAccountDirectory, type AccountDirectory } from '../../relay/access/account-directory.ts';
import { ReplaceableAccountDirectory } from '../../relay/access/replaceable-account-directory.ts';
import type { FaultPoint } from '../../relay/storage/fault-point.ts';
import { createRelay, type Relay, type EmbeddedRelayConfig } from '../../relay/relay.ts';
import { openRelayQueue, type OpenedRelayQueue } from '../../store/relay/open-relay-queue.ts';
import { makeDataFolder } from '../machine/data-folder.ts';
import { folderExposureOf } from '../machine/file-rights.ts';
import type { RelayConfig } from '../config/relay-config.ts';
import { watchAccounts } from './watch-accounts.ts';
import { systemUptime } from '../machine/time/system-uptime.ts';

/** How often the certificates are checked: once a day, well within the range of setTimeout. */
const CERTIFICATE_LOOK_MS = 86_400_000;

export interface StartRelayParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Limits and times in place of the relay's own. */
  readonly tuning?: Pick<EmbeddedRelayConfig, 'times' | 'limits' | 'loginLimits'>;
  readonly faultPoint?: FaultPoint;
}

export interface RunningRelay {
  readonly relay: Relay;
  readonly host: string;
  readonly port: number;
  readonly authorityPath: string;
  stop(): Promise<void>;
}

/** The relay with its files; what cannot be opened comes back as one line with the cure. */
export async function startRelay(config: RelayConfig, parts: StartRelayParts): Promise<Result<RunningRelay, string>> {
  const made = makeDataFolder(config.dataFolder);
  if (!made.ok) return failure(`${made.error.path}: ${made.error.code}: ${made.error.cure}`);
  const exposed = exposedFolder(config);
  if (exposed !== null) return failure(exposed);
  const certificates = readCertificates(config, parts);
  if (!certificates.ok) return certificates;
  const opened = openQueue(config, parts);
  if (!opened.ok) return opened;
  const { queue, sealer } = opened.value;
  const accounts = new ReplaceableAccountDirectory(new FixedAccountDirectory(config.domain, config.accounts));
  const relay = buildRelay(config, parts, certificates.value, { ...opened.value, accounts });
  const watch = watchFile(config, parts, accounts, relay);
  if (!watch.ok) {
    queue.queue.close();
    sealer.close();
    return watch;
  }
  const renewal = keepCertificatesFresh(config, parts, relay);
  try {
    const { host, port } = await relay.start();
    const stop = async (): Promise<void> => {
      renewal.cancel();
      watch.value.cancel();
      await relay.stop();
      queue.queue.close();
      sealer.close();
    };
    return success({ relay, host, port, authorityPath: certificates.value.authorityPath, stop });
  } catch (error) {
    renewal.cancel();
    watch.value.cancel();
    queue.queue.close();
    sealer.close();
    return failure(cannotListen(config, error));
  }
}

function watchFile(
  { accountsFile: path, domain }: RelayConfig,
  { clock, log }: StartRelayParts,
  directory: ReplaceableAccountDirectory,
  relay: Relay,
): Result<Timer, string> {
  if (path === undefined) return success({ cancel: () => undefined });
  const loginsEnded = (users: readonly PeerAddress[]): void => {
    relay.endLogins(users);
  };
  return watchAccounts({ path, domain, directory, clock, log, loginsEnded });
}

/**
 * Whoever can put files into a folder of keys decides under which key everything is kept, or who is trusted. Those of
 * the service manager are its own affair.
 */
function exposedFolder({ keyFolder, authorityFolder }: RelayConfig): string | null {
  const folders = [keyFolder?.areGiven === true ? undefined : keyFolder?.path, authorityFolder];
  for (const path of folders) {
    const exposure = path !== undefined && existsSync(path) ? folderExposureOf(path) : null;
    if (exposure !== null) return `${path ?? ''}: folder-exposed: ${exposure}`;
  }
  return null;
}

function buildRelay(
  config: RelayConfig,
  { clock, random, log, tuning, faultPoint }: StartRelayParts,
  certificates: DevelopmentCertificates,
  { queue, sealer, accounts }: OpenedQueue & { readonly accounts: AccountDirectory },
): Relay {
  return createRelay({
    config: {
      sipDomain: config.domain,
      host: config.host,
      port: config.port,
      tls: identityOf(config, certificates),
      ...tuning,
    },
    queue: queue.queue,
    instances: queue.instances,
    sealer,
    accounts,
    clock,
    uptime: systemUptime,
    random,
    log,
    ...(faultPoint === undefined ? {} : { faultPoint }),
  });
}

const NO_SUCH_HOST =
  'that is no address of this machine; mend host: 127.0.0.1 for this machine alone, 0.0.0.0 for all networks';
const LISTEN_CURES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has that port; choose another port',
  EACCES: 'this user may not use that port; choose one from 1024 on',
  EADDRNOTAVAIL: NO_SUCH_HOST,
  ENOTFOUND: NO_SUCH_HOST,
  EAI_AGAIN: NO_SUCH_HOST,
};

function cannotListen({ host, port }: RelayConfig, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return `cannot listen on ${host}:${port}: ${LISTEN_CURES[code] ?? code}`;
}

function readCertificates(
  config: RelayConfig,
  { clock, random }: StartRelayParts,
): Result<DevelopmentCertificates, string> {
  const folder = join(config.dataFolder, 'certificates');
  const authorityFolder = config.authorityFolder ?? folder;
  const names = { sipDomain: config.domain, dnsNames: [config.domain, 'localhost'], ipAddresses: ['127.0.0.1'] };
  const made = ensureDevelopmentCertificates({ folder, authorityFolder }, names, clock.wallMs(), random);
  return made.ok ? made : failure(`certificates: ${made.error.code}: ${made.error.path}: ${made.error.cure}`);
}

function identityOf(
  { oldestTls }: RelayConfig,
  { privateKeyPem, certificatePem }: DevelopmentCertificates,
): EmbeddedRelayConfig['tls'] {
  return { keyPem: privateKeyPem, certPem: certificatePem, ...(oldestTls === undefined ? {} : { oldestTls }) };
}

interface OpenedQueue {
  readonly queue: OpenedRelayQueue;
  readonly sealer: AesGcmSealer;
}

function openQueue(config: RelayConfig, { random, log }: StartRelayParts): Result<OpenedQueue, string> {
  const path = join(config.dataFolder, 'queue.db');
  const folder = config.keyFolder ?? { path: join(config.dataFolder, 'keys'), areGiven: false };
  const keyFile = join(folder.path, 'queue.key');
  const key = folder.areGiven ? loadGivenKey(keyFile) : new FileVault(keyFile, random, path).storeKey();
  if (!key.ok) return failure(`${key.error.path}: ${key.error.code}: ${key.error.cure}`);
  const seal = folder.areGiven ? loadGivenSealKeys(folder.path) : loadSealKeys(folder.path, random, path);
  if (!seal.ok) return failure(`${seal.error.path}: ${seal.error.code}: ${seal.error.cure}`);
  const queue = openRelayQueue({ path, key: key.value });
  key.value.fill(0);
  if (!queue.ok) return failure(`${queue.error.path}: ${queue.error.code}: ${queue.error.cure}`);
  if (queue.value.lostChanges !== null) log.error('relay.queue-lost-changes');
  return success({ queue: queue.value, sealer: new AesGcmSealer(seal.value, random) });
}

function keepCertificatesFresh(config: RelayConfig, parts: StartRelayParts, relay: Relay): Timer {
  const { clock, log } = parts;
  let timer: Timer;
  const look = (): void => {
    const made = readCertificates(config, parts);
    if (!made.ok) log.error('relay.certificate-not-renewed', {}, made.error);
    else if ((made.value.authorityNeededAtMs ?? Infinity) <= clock.wallMs()) log.warn('relay.authority-needed');
    if (made.ok && made.value.made !== 'nothing') relay.renewCertificate(identityOf(config, made.value));
    timer = clock.startTimer(CERTIFICATE_LOOK_MS, look);
  };
  timer = clock.startTimer(CERTIFICATE_LOOK_MS, look);
  return {
    cancel: () => {
      timer.cancel();
    },
  };
}
