import { createHandset } from '../../handset/create-handset.ts';
import type { RunningHandset } from '../../handset/running-handset.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { MessageLink } from '../../ports/network/message-link.ts';
import type { Revocations } from '../../ports/network/revocations.ts';
import type { Memory } from '../../ports/system/memory.ts';
import type { ServiceManager } from '../../ports/system/service-manager.ts';
import type { Updates } from '../../ports/system/updates.ts';
import type { TimeZones } from '../../ports/system/time-zones.ts';
import type { Random } from '../../ports/system/random.ts';
import { DnsResolver } from '../../sip/location/dns-resolver.ts';
import { createSipMessageLink } from '../../sip/sip-message-link.ts';
import type { OpenedHandsetStore } from '../../store/handset/open-handset-store.ts';
import type { HandsetConfig } from '../config/handset-config.ts';
import { deviceInstanceId } from '../machine/device-instance.ts';
import { systemUptime } from '../machine/time/system-uptime.ts';
import type { Device } from './devices/device.ts';
import type { WallTime } from '../../ports/system/wall-time.ts';

const REGISTER_EXPIRES_SECONDS = 3_600;

/** What a handset needs of the machine that it runs on. */
export interface SystemParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly timeZones: TimeZones;
  readonly wallTime: WallTime;
  readonly memory: Memory;
  /** Hears how well the handset is, and tells of newer systems for the machine. */
  readonly updates: Updates;
  readonly log: Log;
  readonly service: ServiceManager;
  /** Somebody wants the process to end. */
  readonly stopAsked: Promise<null>;
}

/** What a handset needs of the machine and of the operator's files. */
export interface HandsetSystem extends SystemParts {
  readonly revocations: Revocations | null;
}

/** The use cases over the real link and store. Throws StoreUnavailable when the store cannot be read. */
export function buildHandset(
  config: HandsetConfig,
  system: HandsetSystem,
  store: OpenedHandsetStore,
  { led, buzzer, battery, network }: Pick<Device, 'led' | 'buzzer' | 'battery' | 'network'>,
): RunningHandset {
  const { clock, random, timeZones, updates, wallTime, log } = system;
  return createHandset({
    own: config.account.address,
    operatorSettings: config.settings,
    clock,
    uptime: systemUptime,
    timeZones,
    wallTime,
    random,
    link: buildLink(config, system, store),
    messages: store.messages,
    contacts: store.contacts,
    drafts: store.drafts,
    settings: store.settings,
    standings: store.standings,
    changesWereLost: store.lostChanges !== null,
    led,
    buzzer,
    updates,
    log,
    battery,
    network,
  });
}

function buildLink(
  { account, server, messageFormat }: HandsetConfig,
  { clock, random, log, revocations }: HandsetSystem,
  { settings }: OpenedHandsetStore,
): MessageLink {
  return createSipMessageLink({
    config: {
      account,
      sipDomain: server.domain,
      host: server.host,
      port: server.port,
      caPem: server.caPem,
      trust: { oldestTls: server.oldestTls, pins: server.pins, revocations },
      instanceId: deviceInstanceId(settings, random, log),
      registerExpiresSeconds: REGISTER_EXPIRES_SECONDS,
      messageFormat,
    },
    clock,
    random,
    log,
    resolver: new DnsResolver(clock),
    settings,
  });
}
