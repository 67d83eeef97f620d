import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TryOutcome } from '../../src/domain/history/failure-reason.ts';
import type { LinkState } from '../../src/domain/link-state.ts';
import { SEND_TRY_TIMEOUT_MS } from '../../src/domain/outbox/outbox-policy.ts';
import type {
  MessageLink,
  MessageLinkListener,
  OutgoingText,
  ReceiveVerdict,
  Received,
} from '../../src/ports/network/message-link.ts';

/** A link with a relay that the suite commands. */
export interface MessageLinkRig {
  readonly link: MessageLink;
  readonly text: OutgoingText;
  /** Lets time pass on the link's clock, and promises settle. */
  run(durationMs: number): Promise<void>;
  /** After `start`: resolves once the relay has taken the registration and the link knows it. */
  register(): Promise<void>;
  /** The relay answers no MESSAGE from now on. */
  fallSilent(): void;
  /** How many MESSAGEs have reached the relay. */
  arrived(): number;
  /** Resolves once a MESSAGE sent before has reached the relay. */
  untilArrived(count: number): Promise<void>;
  /** Breaks the flow; resolves once the link knows it. */
  breakFlow(): Promise<void>;
  /** The relay hands a text over; resolves with what the link did with it. */
  deliver(body: string): Promise<ReceiveVerdict>;
  dispose(): Promise<void>;
}

class Recorder implements MessageLinkListener {
  readonly states: LinkState['kind'][] = [];
  readonly arrivals: Received[] = [];
  registrations = 0;
  verdict: ReceiveVerdict = 'kept';

  stateChanged({ kind }: LinkState): void {
    this.states.push(kind);
  }
  otherDevices(): void {
    // Not told by every link.
  }
  isKnown(): boolean {
    return true;
  }
  registered(): void {
    this.registrations += 1;
  }
  keepAliveAnswered(): void {
    // Not every relay of a rig has a say in it.
  }
  received(message: Received): ReceiveVerdict {
    this.arrivals.push(message);
    return this.verdict;
  }
}

export function describeMessageLink(adapter: string, open: () => Promise<MessageLinkRig>): void {
  describe(`${adapter} keeps the contract of MessageLink:`, () => {
    let rig: MessageLinkRig;
    let listener: Recorder;

    beforeEach(async () => {
      rig = await open();
      listener = new Recorder();
    });
    afterEach(() => rig.dispose());

    /** The outcome once it is there; null while the try is in flight. */
    const watch = (sending: Promise<TryOutcome>): { outcome: TryOutcome | null } => {
      const seen: { outcome: TryOutcome | null } = { outcome: null };
      void sending.then((outcome) => (seen.outcome = outcome));
      return seen;
    };

    it('is stopped before start, and calls nobody from inside it', async () => {
      expect(rig.link.state.kind).toBe('stopped');
      rig.link.start(listener);
      expect(listener.states).toEqual([]);
      await rig.run(0);
      expect(listener.states[0]).toBe('connecting');
    });

    it('may be started once only', () => {
      rig.link.start(listener);
      expect(() => {
        rig.link.start(listener);
      }).toThrow();
    });

    it('tells that it is registered, by state and by call', async () => {
      rig.link.start(listener);
      await rig.register();
      expect(rig.link.state.kind).toBe('registered');
      expect(listener.states.at(-1)).toBe('registered');
      expect(listener.registrations).toBe(1);
    });

    it('settles a send without a registered flow at once', async () => {
      const before = watch(rig.link.send(rig.text));
      rig.link.start(listener);
      const after = watch(rig.link.send(rig.text));
      await rig.run(0);
      for (const { outcome } of [before, after]) expect(outcome).toMatchObject({ kind: 'unanswered', sipStatus: null });
      expect(rig.arrived()).toBe(0);
    });

    it('settles a send with what the relay answered', async () => {
      rig.link.start(listener);
      await rig.register();
      const sending = watch(rig.link.send(rig.text));
      await rig.untilArrived(1);
      await rig.run(100);
      await expect.poll(() => sending.outcome, { timeout: 4_000 }).toMatchObject({ kind: 'accepted' });
    });

    it('settles a send that nobody answers within 12 s', async () => {
      rig.link.start(listener);
      await rig.register();
      rig.fallSilent();
      const sending = watch(rig.link.send(rig.text));
      await rig.untilArrived(1);
      await rig.run(SEND_TRY_TIMEOUT_MS - 1);
      expect(sending.outcome).toBeNull();
      await rig.run(1);
      expect(sending.outcome).toMatchObject({ kind: 'unanswered', sipStatus: null });
    });

    it('settles what waits when the flow breaks, and is registered no more', async () => {
      rig.link.start(listener);
      await rig.register();
      rig.fallSilent();
      const sending = watch(rig.link.send(rig.text));
      await rig.untilArrived(1);
      await rig.breakFlow();
      await rig.run(0);
      expect(sending.outcome).toMatchObject({ kind: 'unanswered', sipStatus: null });
      expect(rig.link.state.kind).not.toBe('registered');
      expect(listener.states.at(-1)).toBe(rig.link.state.kind);
    });

    it.each(['kept', 'unable', 'unwanted'] as const)(
      'answers a text by what its listener says: %s',
      async (verdict) => {
        rig.link.start(listener);
        await rig.register();
        listener.verdict = verdict;
        expect(await rig.deliver('żółw 🐢')).toBe(verdict);
        expect(listener.arrivals).toMatchObject([{ kind: 'text', body: 'żółw 🐢' }]);
      },
    );

    it('settles what waits when it is stopped, as often as it is', async () => {
      rig.link.start(listener);
      await rig.register();
      rig.fallSilent();
      const sending = watch(rig.link.send(rig.text));
      await rig.untilArrived(1);
      const stopped = Promise.all([rig.link.stop(), rig.link.stop()]);
      await rig.run(1_000);
      await stopped;
      expect(sending.outcome).toMatchObject({ kind: 'unanswered' });
      expect(rig.link.state.kind).toBe('stopped');
      expect(await rig.link.send(rig.text)).toMatchObject({ kind: 'unanswered', sipStatus: null });
    });

    it('may be stopped before it was started', async () => {
      await rig.link.stop();
      expect(rig.link.state.kind).toBe('stopped');
    });
  });
}
