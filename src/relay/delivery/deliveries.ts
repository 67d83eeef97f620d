import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { Random } from '../../ports/system/random.ts';
import { encodeRequest } from '../../wire/encoding/serialize.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';
import { branchOf, MAGIC_COOKIE } from '../../wire/grammar/via.ts';
import { combinedOutcome, ABSENT, outcomeOf, type DeliveryOutcome } from './delivery-outcome.ts';
import type { EndToEndMessage } from '../message/end-to-end-message.ts';
import type { FaultPoint } from '../storage/fault-point.ts';
import type { ClientFlow } from '../connection/flow.ts';
import type { Binding, Location } from '../registration/location.ts';

const BRANCH_RANDOM_BYTES = 6;

export interface DeliveriesParts {
  readonly location: Location;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The sent-by part of our Via. */
  readonly viaHost: string;
  readonly answerTimeoutMs: number;
  readonly faultPoint: FaultPoint;
}

/** One message on its way to all devices of its recipient: a client transaction per flow (RFC 3261 §17.1.2, §16.6). */
interface Delivery {
  readonly onOutcome: (outcome: DeliveryOutcome) => void;
  /** The branches whose answers decide. Those of foreign devices do not, while one of the user's own is there. */
  readonly deciding: Set<string>;
  /** The flow of each branch that has not answered yet. */
  readonly open: Map<string, ClientFlow>;
  readonly outcomes: DeliveryOutcome[];
  timer: Timer | null;
}

/** A message as it goes to one device. */
interface Copy {
  readonly isOwn: boolean;
  readonly flow: ClientFlow;
  readonly branch: string;
  readonly bytes: Uint8Array;
}

/** 'unsendable': the message itself cannot be written as SIP, for any device, now or later. */
export type DeliveryStart = 'started' | 'no-device' | 'unsendable';

/**
 * Sends a message at once to every device that its recipient has registered. It counts as delivered when the first one
 * answers 2xx. The others got the same bytes in the same order; their later answers are not waited for.
 */
export class Deliveries {
  readonly #parts: DeliveriesParts;
  readonly #byBranch = new Map<string, Delivery>();
  readonly #branchesOf = new Map<ClientFlow, Set<string>>();
  #sent = 0;

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
  }

  hasDevice(user: PeerAddress): boolean {
    return this.#parts.location.bindingsOf(user).length > 0;
  }

  /** Whether one of them is the user's own, so that what it takes is delivered. */
  hasOwnDevice(user: PeerAddress): boolean {
    return this.#parts.location.bindingsOf(user).some(({ isOwn }) => isOwn);
  }

  /** Whether the user has a device of the user's own that is not known to be silent. */
  isReachable(user: PeerAddress): boolean {
    return this.#parts.location.bindingsOf(user).some(({ flow, isOwn }) => isOwn && !flow.isSilent);
  }

  /**
   * Begins a delivery. When it has started, `onOutcome` is called once, never from inside this call. A retry
   * (`evenSilent`) also tries the devices that did not answer last time.
   */
  start(message: EndToEndMessage, evenSilent: boolean, onOutcome: (outcome: DeliveryOutcome) => void): DeliveryStart {
    const { location, clock, faultPoint, answerTimeoutMs } = this.#parts;
    const bindings = onePerFlow(location.bindingsOf(message.to))
      .filter(({ flow }) => evenSilent || !flow.isSilent)
      // What the relay itself tells is for the owner alone.
      .filter(({ isOwn }) => isOwn || !message.isRelayReport);
    if (bindings.length === 0) return 'no-device';
    const copies = bindings.map((binding) => this.#encode(binding, message));
    if (!copies.every((copy) => copy !== null)) return 'unsendable';
    const own = copies.filter(({ isOwn }) => isOwn);
    const deciding = new Set((own.length > 0 ? own : copies).map(({ branch }) => branch));
    const delivery: Delivery = { onOutcome, deciding, open: new Map(), outcomes: [], timer: null };
    faultPoint('before-forward');
    for (const copy of copies) this.#send(delivery, copy);
    faultPoint('after-forward');
    delivery.timer = clock.startTimer(answerTimeoutMs, () => {
      this.#timedOut(delivery);
    });
    return 'started';
  }

  /**
   * A response arrived from a client. It is dropped unless it answers a request of ours on that very flow (RFC 3261
   * §18.1.2).
   */
  answered(flow: ClientFlow, response: SipResponse): void {
    const [top, ...others] = response.vias;
    const branch = branchOf(top);
    if (branch === null || others.length > 0 || response.cseq.method !== 'MESSAGE') return;
    const delivery = this.#byBranch.get(branch);
    if (delivery?.open.get(branch) !== flow || response.statusCode < 200) return;
    this.#close(delivery, branch);
    const outcome = outcomeOf(response);
    this.#branchEnded(delivery, branch, outcome);
  }

  /** The connection is gone, so nothing that was sent over it will be answered. */
  flowClosed(flow: ClientFlow): void {
    for (const branch of [...(this.#branchesOf.get(flow) ?? [])]) {
      const delivery = this.#byBranch.get(branch);
      if (delivery === undefined) continue;
      this.#close(delivery, branch);
      this.#branchEnded(delivery, branch, ABSENT);
    }
  }

  /** Forgets all deliveries under way; their outcomes are not reported. */
  close(): void {
    for (const delivery of this.#byBranch.values()) delivery.timer?.cancel();
    this.#byBranch.clear();
    this.#branchesOf.clear();
  }

  /** Null when the message cannot be written. The contact is never the cause, because the registrar has parsed it. */
  #encode({ flow, contactUri, isOwn }: Binding, message: EndToEndMessage): Copy | null {
    const branch = this.#nextBranch();
    const encoded = encodeRequest(
      {
        method: 'MESSAGE',
        requestUri: contactUri,
        headers: [
          { name: 'Via', value: `SIP/2.0/TLS ${this.#parts.viaHost};branch=${branch};rport` },
          { name: 'Max-Forwards', value: String(message.hopsLeft) },
          ...message.fields,
        ],
      },
      message.body,
    );
    if (encoded.ok) return { isOwn, flow, branch, bytes: encoded.value };
    // The gate lets no such header in. If one came through all the same, or another version stored it, no device gets
    // to see it.
    this.#parts.log.error('relay.encode-failed', { code: encoded.error.code, where: encoded.error.where });
    return null;
  }

  #send(delivery: Delivery, { flow, branch, bytes }: Copy): void {
    this.#byBranch.set(branch, delivery);
    delivery.open.set(branch, flow);
    const branches = this.#branchesOf.get(flow) ?? new Set();
    this.#branchesOf.set(flow, branches.add(branch));
    flow.send(bytes);
  }

  /** The counter makes it unique, the random part unguessable. */
  #nextBranch(): string {
    this.#sent += 1;
    const random = Buffer.from(this.#parts.random.bytes(BRANCH_RANDOM_BYTES)).toString('hex');
    return `${MAGIC_COOKIE}${this.#sent.toString(36)}.${random}`;
  }

  #timedOut(delivery: Delivery): void {
    for (const flow of delivery.open.values()) flow.markSilent();
    this.#finish(delivery, combinedOutcome([...delivery.outcomes, ABSENT]));
  }

  #branchEnded(delivery: Delivery, branch: string, outcome: DeliveryOutcome): void {
    if (!delivery.deciding.delete(branch)) return;
    delivery.outcomes.push(outcome);
    if (outcome.kind === 'accepted') this.#finish(delivery, outcome);
    else if (delivery.deciding.size === 0) this.#finish(delivery, combinedOutcome(delivery.outcomes));
  }

  #finish(delivery: Delivery, outcome: DeliveryOutcome): void {
    delivery.timer?.cancel();
    for (const branch of [...delivery.open.keys()]) this.#close(delivery, branch);
    delivery.onOutcome(outcome);
  }

  #close(delivery: Delivery, branch: string): void {
    const flow = delivery.open.get(branch);
    delivery.open.delete(branch);
    this.#byBranch.delete(branch);
    if (flow === undefined) return;
    const branches = this.#branchesOf.get(flow);
    branches?.delete(branch);
    if (branches?.size === 0) this.#branchesOf.delete(flow);
  }
}

/** A device that registered twice over one connection gets the message once, as the user's own if it is that too. */
function onePerFlow(bindings: readonly Binding[]): readonly Binding[] {
  const ownFirst = bindings.toSorted((one, other) => Number(other.isOwn) - Number(one.isOwn));
  return ownFirst.filter(({ flow }, at) => ownFirst.findIndex((other) => other.flow === flow) === at);
}
