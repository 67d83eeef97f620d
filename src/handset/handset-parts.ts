import type { PeerAddress } from '../domain/peer-address.ts';
import type { OperatorSettings } from '../domain/settings/settings.ts';
import type { Buzzer } from '../ports/device/buzzer.ts';
import type { Clock } from '../ports/system/clock.ts';
import type { ContactStore } from '../ports/store/contact-store.ts';
import type { DraftStore } from '../ports/store/draft-store.ts';
import type { Led } from '../ports/device/led.ts';
import type { Log } from '../ports/system/log.ts';
import type { MessageLink } from '../ports/network/message-link.ts';
import type { Network } from '../ports/network/network.ts';
import type { MessageStore } from '../ports/store/message-store.ts';
import type { Random } from '../ports/system/random.ts';
import type { StandingStore } from '../ports/store/standing-store.ts';
import type { SettingsStore } from '../ports/store/settings-store.ts';
import type { TimeZones } from '../ports/system/time-zones.ts';
import type { Updates } from '../ports/system/updates.ts';
import type { ReadUptime } from '../ports/system/uptime.ts';
import type { BatteryWatch } from './upkeep/battery-watch.ts';
import type { WallTime } from '../ports/system/wall-time.ts';

/**
 * Everything that a handset needs from outside. The caller builds these parts, and closes them after the handset has
 * stopped.
 */
export interface HandsetParts {
  /** The handset's own address. */
  readonly own: PeerAddress;
  readonly clock: Clock;
  readonly uptime: ReadUptime;
  readonly timeZones: TimeZones;
  readonly random: Random;
  readonly link: MessageLink;
  readonly messages: MessageStore;
  readonly contacts: ContactStore;
  readonly drafts: DraftStore;
  readonly settings: SettingsStore;
  readonly standings: StandingStore;
  /** The store found at opening that the medium had lost durable changes. Default: false. */
  readonly changesWereLost?: boolean;
  readonly led: Led;
  readonly buzzer: Buzzer;
  readonly log: Log;
  /** The operator's defaults and locks; our own defaults, and nothing locked, when not said. */
  readonly operatorSettings?: OperatorSettings;
  readonly network: Pick<Network, 'state' | 'onChange' | 'setFlightMode'>;
  readonly wallTime: WallTime;
  readonly battery: Pick<BatteryWatch, 'state' | 'onChange'>;
  /** Default: nobody updates this machine. */
  readonly updates?: Pick<Updates, 'state' | 'onChange'>;
}
