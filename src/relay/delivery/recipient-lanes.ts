import type { PeerAddress } from '../../domain/peer-address.ts';
import { deviceAgeMs } from '../../domain/time.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { Random } from '../../ports/system/random.ts';
import type { RelayQueue, StoredRequest } from '../../ports/store/relay-queue.ts';
import type { Sealer } from '../../ports/system/sealer.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';
import type { AccountDirectory } from '../access/account-directory.ts';
import type { Acquaintances } from '../bounds/acquaintances.ts';
import { Quotas } from '../bounds/quotas.ts';
import type { RelayCounter } from '../bounds/relay-counters.ts';
import type { RelayLimits, RelayTimes } from '../bounds/relay-limits.ts';
import { StrangerBudget } from '../bounds/stranger-budget.ts';
import type { ClientFlow } from '../connection/flow.ts';
import type { EndToEndMessage } from '../message/end-to-end-message.ts';
import { foreignDeviceNotice } from '../message/foreign-device-notice.ts';
import { failureReport, reportableId, type FailureDisposition } from '../message/failure-report.ts';
import { relayAddress } from '../message/relay-address.ts';
import type { Location } from '../registration/location.ts';
import type { FaultPoint } from '../storage/fault-point.ts';
import { HeldUsage } from '../bounds/held-usage.ts';
import type { RelayAge } from '../storage/relay-age.ts';
import { StoredMessages } from '../storage/stored-messages.ts';
import { Deliveries } from './deliveries.ts';
import { ExpirySweep } from './expiry-sweep.ts';
import { Intake, type WaitingMessage } from './intake.ts';
import type { RecentRequests } from './recent-requests.ts';
import { RecipientBox, type ReportFailure } from './recipient-box.ts';
import { RecipientLane } from './recipient-lane.ts';

export interface RecipientLanesParts {
  readonly queue: RelayQueue;
  readonly sealer: Sealer;
  readonly accounts: AccountDirectory;
  readonly acquaintances: Acquaintances;
  readonly age: RelayAge;
  readonly location: Location;
  /** Is told which messages were not taken after all. */
  readonly recent: RecentRequests;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly sipDomain: string;
  readonly limits: RelayLimits;
  readonly times: RelayTimes;
  readonly faultPoint: FaultPoint;
  readonly count: (counter: RelayCounter) => void;
}

const NOTICE_NAME_BYTES = 12;

/** All messages that the relay has taken, until each is delivered, refused, or expired and its sender told. */
export class RecipientLanes {
  readonly #parts: RecipientLanesParts;
  readonly #deliveries: Deliveries;
  readonly #stored: StoredMessages;
  readonly #intake: Intake;
  readonly #sweep: ExpirySweep;
  /** A lane is made when first needed. There are at most as many as accounts. */
  readonly #lanes = new Map<PeerAddress, RecipientLane>();
  /** To whom something of the moment is on its way. */
  readonly #isShown = new Set<PeerAddress>();

  constructor(parts: RecipientLanesParts) {
    const { times, sipDomain, count, faultPoint } = parts;
    this.#parts = parts;
    this.#deliveries = new Deliveries({ ...parts, viaHost: sipDomain, answerTimeoutMs: times.answerTimeoutMs });
    this.#stored = this.#makeStored();
    this.#intake = new Intake({
      stored: this.#stored,
      faultPoint,
      onStored: (messages) => {
        for (const { from, to } of messages) this.#lane(to).deliverSoon(from);
      },
      onUnstored: (waiting, refusal) => {
        this.#lane(waiting.message.to).forwardUnstored(waiting, refusal);
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
      onReleased: (users) => {
        for (const user of users) this.#lane(user).released();
      },
    });
  }

  /** True while some device has not answered yet. */
  get areAwaitingAnswers(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.isAwaitingAnswer);
  }

  /** Begins to look for expired messages. */
  start(): void {
    this.#parts.age.start();
    this.#sweep.start();
  }

  /** Stores what waits, answers the senders, and forgets what is under way. */
  stop(): void {
    this.#sweep.stop();
    for (const lane of this.#lanes.values()) lane.stop();
    this.#intake.stop();
    this.#stored.removeNow();
    this.#parts.age.stop();
    this.#deliveries.close();
  }

  accept(waiting: WaitingMessage): void {
    this.#intake.accept(waiting);
  }

  /**
   * Shows devices that are there what is of this moment only. In the next turn, so that no answer tells that they are,
   * and one at a time to each recipient: what comes before it was answered is of another moment by then.
   */
  passOn(message: EndToEndMessage): void {
    const { to } = message;
    if (this.#isShown.has(to)) return;
    this.#isShown.add(to);
    const ended = (): void => void this.#isShown.delete(to);
    setImmediate(() => {
      if (this.#deliveries.start(message, false, ended) !== 'started') ended();
    });
  }

  /** @param isNewFlow whether the user was not registered over that connection before */
  deviceRegistered(user: PeerAddress, isNewFlow: boolean): void {
    this.#lane(user).deviceRegistered(isNewFlow);
  }

  /** Tells the owner of an account that somebody else's device has its password. `device`: its mark. */
  foreignDeviceCame(user: PeerAddress, device: string): void {
    const { sipDomain, clock, random, times } = this.#parts;
    const name = Buffer.from(random.bytes(NOTICE_NAME_BYTES)).toString('base64url');
    const notice = foreignDeviceNotice(user, relayAddress(sipDomain), clock.wallMs(), { name, device });
    // What cannot be kept was logged; the operator knows of the device from the log too.
    if (this.#stored.addNotice(notice, times.messageExpirySeconds * 1_000).ok)
      this.#lane(user).deliverSoon(notice.from);
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

  #makeStored(): StoredMessages {
    const { queue, limits, times, acquaintances, count } = this.#parts;
    const held = new HeldUsage(queue);
    const strangers = new StrangerBudget(limits, times.messageExpirySeconds);
    return new StoredMessages({
      ...this.#parts,
      held,
      quotas: new Quotas({ limits, held, acquaintances, strangers }),
      onStored: (lifeMs) => {
        count('stored');
        this.#sweep.expiryAdded(lifeMs);
      },
    });
  }

  #lane(user: PeerAddress): RecipientLane {
    const known = this.#lanes.get(user);
    if (known !== undefined) return known;
    const { clock, times, log, count, acquaintances, sipDomain } = this.#parts;
    const lane = new RecipientLane(user, {
      clock,
      deliveries: this.#deliveries,
      box: new RecipientBox(user, { log, stored: this.#stored, reportFailure: this.#reportFailure }),
      isKnown: (sender) => acquaintances.knows(user, sender) || sender === relayAddress(sipDomain),
      retryDelaysMs: times.retryDelaysMs,
      onDelivered: () => {
        count('delivered');
      },
    });
    this.#lanes.set(user, lane);
    return lane;
  }

  readonly #reportFailure: ReportFailure = ({ row, message }, disposition) => {
    const { clock, accounts, acquaintances, times, count, recent, sipDomain } = this.#parts;
    const id = reportableId(message);
    const isKnown = acquaintances.knows(message.to, message.from);
    // A stranger who repeats it could tell by the budget whether it was taken.
    if (isKnown) recent.forget(message);
    const isTold = isKnown || !this.#isShortened(row);
    if (id === null || !isTold || accounts.findByAddress(message.from) === null) {
      this.#stored.remove(row);
      return true;
    }
    const told = isKnown ? { fromAgeMs: row.fromAgeMs, disposition } : this.#toldToStranger(row);
    const facts = { writer: relayAddress(sipDomain), disposition: told.disposition, nowMs: clock.wallMs() };
    const report = failureReport(message, id, facts);
    const { fromAgeMs } = told;
    const lifeMs = times.messageExpirySeconds * 1_000;
    if (!this.#stored.replace(row, report, { fromAgeMs, lifeMs }).ok) return false;
    count('reported');
    this.#lane(message.from).deliverSoon(report.from);
    return true;
  };

  /**
   * Whether its sender let it end earlier than others do. A stranger who hears that such a message expired would learn
   * whether a device was there just then: nothing is ever told about one.
   */
  #isShortened({ fromAgeMs, expiresAtAgeMs }: StoredRequest): boolean {
    return expiresAtAgeMs - fromAgeMs < this.#parts.times.messageExpirySeconds * 1_000;
  }

  /**
   * Whoever does not know the recipient is told the same after the same time, whatever became of the message. An early
   * "failed" would say that a device was there to refuse it.
   */
  #toldToStranger({ fromAgeMs }: StoredRequest): Pick<StoredRequest, 'fromAgeMs'> & {
    readonly disposition: FailureDisposition;
  } {
    const lifeMs = this.#parts.times.messageExpirySeconds * 1_000;
    return { fromAgeMs: deviceAgeMs(fromAgeMs + lifeMs), disposition: 'expired' };
  }
}
