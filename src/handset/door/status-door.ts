import type { PeerAddress } from '../../domain/peer-address.ts';
import { epochMs } from '../../domain/time.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { HandsetEvent, HandsetStatus } from '../../ports/handset.ts';
import type { MessageLink } from '../../ports/network/message-link.ts';
import type { AlertSignals } from '../alert/alert-signals.ts';
import type { Listeners } from '../listeners.ts';
import type { BatteryWatch } from '../upkeep/battery-watch.ts';
import type { DeviceAgeKeeper } from '../upkeep/device-age-keeper.ts';
import type { SignIns } from '../upkeep/sign-ins.ts';
import type { LostChangesNotice } from '../upkeep/lost-changes-notice.ts';
import type { StorageRoom } from '../upkeep/storage-room.ts';
import type { UpdateNews } from '../upkeep/update-news.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';
import type { WallTime } from '../../ports/system/wall-time.ts';

interface StatusDoorParts {
  readonly own: PeerAddress;
  readonly clock: Clock;
  readonly link: MessageLink;
  readonly battery: Pick<BatteryWatch, 'state'>;
  readonly wallTime: WallTime;
  readonly age: DeviceAgeKeeper;
  readonly alerts: AlertSignals;
  readonly health: StoreHealth;
  readonly storageRoom: StorageRoom;
  readonly lostChanges: LostChangesNotice;
  readonly signIns: SignIns;
  readonly update: Pick<UpdateNews, 'state'>;
  readonly listeners: Listeners<HandsetEvent>;
}

/** The part of the screen's door for the present state and its changes. */
export function createStatusDoor(parts: StatusDoorParts): HandsetStatus {
  const { own, link, battery, wallTime, alerts, health, lostChanges, signIns, listeners } = parts;
  return {
    state: () => ({
      own,
      link: link.state,
      unread: alerts.unread,
      notSent: alerts.notSent,
      otherDeviceAtMs: signIns.unseenAtMs,
      storeFailure: health.failure,
      storageLow: parts.storageRoom.isLittle,
      changesLostAtMs: lostChanges.noticedAtMs,
      isTimeSure: wallTime.isSure,
      battery: battery.state,
      update: parts.update.state,
    }),
    wallMs: () => epochMs(parts.clock.wallMs()),
    ageMs: () => parts.age.now().ageMs,
    onEvent: (listener) => listeners.add(listener),
    acknowledgeLostChanges: () => {
      lostChanges.acknowledge();
      listeners.emit({ kind: 'stateChanged' });
    },
    refuseKey: () => {
      alerts.sound('refused-key');
    },
  };
}
