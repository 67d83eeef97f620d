import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { Random } from '../../ports/system/random.ts';
import type { RelayQueue } from '../../ports/store/relay-queue.ts';
import type { Sealer } from '../../ports/system/sealer.ts';
import type { ReadUptime } from '../../ports/system/uptime.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';
import type { AccountDirectory } from '../access/account-directory.ts';
import { Deliveries } from './deliveries.ts';
import { ExpirySweep } from './expiry-sweep.ts';
import { failureReport, reportableId } from '../message/failure-report.ts';
import type { FaultPoint } from '../storage/fault-point.ts';
import type { ClientFlow } from '../connection/flow.ts';
import type { Location } from '../registration/location.ts';
import type { RecentRequests } from './recent-requests.ts';
import { RecipientBox, type ReportFailure } from './recipient-box.ts';
import { RecipientLane, type WaitingMessage } from './recipient-lane.ts';
import { RelayAge } from '../storage/relay-age.ts';
import type { RelayCounter } from '../bounds/relay-counters.ts';
import type { RelayLimits, RelayTimes } from '../bounds/relay-limits.ts';
import { StoredMessages } from '../storage/stored-messages.ts';

export interface RecipientLanesParts {
  readonly queue: RelayQueue;
  readonly sealer: Sealer;
  readonly accounts: AccountDirectory;
  readonly location: Location;
  /** Is told which messages were not taken after all. */
  readonly recent: RecentRequests;
  readonly clock: Clock;
  readonly uptime: ReadUptime;
  readonly random: Random;
  readonly log: Log;
  readonly sipDomain: string;
  readonly limits: RelayLimits;
  readonly times: RelayTimes;
  readonly faultPoint: FaultPoint;
  readonly count: (counter: RelayCounter) => void;
}

/** All messages that the relay has taken, until each is delivered, refused, or expired and its sender told. */
export class RecipientLanes {
  readonly #parts: RecipientLanesParts;
  readonly #deliveries: Deliveries;
  readonly #stored: StoredMessages;
  readonly #age: RelayAge;
  readonly #sweep: ExpirySweep;
  /** A lane is made when first needed. There are at most as many as accounts. */
  readonly #lanes = new Map<PeerAddress, RecipientLane>();

  constructor(parts: RecipientLanesParts) {
    const { limits, times, sipDomain, count } = parts;
    this.#parts = parts;
    this.#deliveries = new Deliveries({ ...parts, viaHost: sipDomain, answerTimeoutMs: times.answerTimeoutMs });
    this.#age = new RelayAge(parts);
    this.#stored = new StoredMessages({
      ...parts,
      age: this.#age,
      limits,
      onStored: (lifeMs) => {
        count('stored');
        this.#sweep.expiryAdded(lifeMs);
      },
    });
    this.#sweep = new ExpirySweep({
      ...parts,
      stored: this.#stored,
      reportFailure: this.#reportFailure,
      isOnItsWay: (row) => this.#lanes.get(row.to)?.isOnItsWay(row) ?? false,
      onExpired: () => {
        count('expired');
      },
    });
  }

  /** True while some device has not answered yet. */
  get areAwaitingAnswers(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.isAwaitingAnswer);
  }

  /** Begins to look for expired messages. */
  start(): void {
    this.#age.start();
    this.#sweep.start();
  }

  /** Stores what waits, answers the senders, and forgets what is under way. */
  stop(): void {
    this.#sweep.stop();
    for (const lane of this.#lanes.values()) lane.stop();
    this.#age.stop();
    this.#deliveries.close();
  }

  accept(waiting: WaitingMessage): void {
    this.#lane(waiting.message.to).accept(waiting);
  }

  deviceRegistered(user: PeerAddress): void {
    this.#lane(user).deviceRegistered();
  }

  /** A user's device that counted as silent has sent something. */
  deviceSpoke(user: PeerAddress): void {
    this.#lane(user).deliverNow();
  }

  deviceAnswered(flow: ClientFlow, response: SipResponse): void {
    this.#deliveries.answered(flow, response);
  }

  flowClosed(flow: ClientFlow): void {
    this.#deliveries.flowClosed(flow);
  }

  #lane(user: PeerAddress): RecipientLane {
    const known = this.#lanes.get(user);
    if (known !== undefined) return known;
    const { limits, times, count } = this.#parts;
    const lane = new RecipientLane(user, {
      ...this.#parts,
      deliveries: this.#deliveries,
      stored: this.#stored,
      box: new RecipientBox(user, { ...this.#parts, stored: this.#stored, reportFailure: this.#reportFailure }),
      holdMs: times.holdMs,
      retryDelaysMs: times.retryDelaysMs,
      waitingLimit: limits.waitingPerRecipient,
      onDelivered: () => {
        count('delivered');
      },
    });
    this.#lanes.set(user, lane);
    return lane;
  }

  readonly #reportFailure: ReportFailure = ({ row, message }, disposition) => {
    const { clock, accounts, times, count, recent } = this.#parts;
    recent.forget(message);
    const id = reportableId(message);
    if (id === null || accounts.findByAddress(message.from) === null) {
      this.#stored.remove(row);
      return true;
    }
    const report = failureReport(message, id, disposition, clock.wallMs());
    if (!this.#stored.replace(row, report, times.messageExpirySeconds * 1_000).ok) return false;
    count('reported');
    this.#lane(message.from).deliverNow();
    return true;
  };
}
