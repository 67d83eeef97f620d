import { beforeEach, describe, expect, it } from 'vitest';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import type { ClientFlow } from '../../../src/relay/connection/flow.ts';
import { Deliveries } from '../../../src/relay/delivery/deliveries.ts';
import type { EndToEndMessage } from '../../../src/relay/message/end-to-end-message.ts';
import { Location } from '../../../src/relay/registration/location.ts';
import { examineResponse } from '../../../src/wire/gate/response-gate.ts';
import { frameOf, wire } from '../../sip/support/wire.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { addressOf, RecordingLog } from '../support/relay-rig.ts';

const [ALICE, BOB] = [addressOf('alice'), addressOf('bob')];
const TIMEOUT_MS = 8_000;
const MESSAGE: EndToEndMessage = {
  ...{ from: ALICE, to: BOB, body: Buffer.from('hello'), hopsLeft: 69, isRelayReport: false },
  fields: [
    { name: 'From', value: `<${ALICE}>;tag=1` },
    { name: 'To', value: `<${BOB}>` },
    { name: 'Call-ID', value: 'c' },
    { name: 'CSeq', value: '1 MESSAGE' },
  ],
};

/** A device's connection, which keeps what it is sent. */
class FakeFlow {
  readonly sent: string[] = [];
  isSilent = false;

  get flow(): ClientFlow {
    return this as unknown as ClientFlow;
  }

  send(bytes: Uint8Array): void {
    this.sent.push(Buffer.from(bytes).toString());
  }

  markSilent(): void {
    this.isSilent = true;
  }

  /** Answers the request that came last. */
  answer(statusLine = '200 OK', { method = 'MESSAGE', moreLines = [] as readonly string[] } = {}): void {
    const via = /^Via: (.*)$/m.exec(this.sent.at(-1) ?? '')?.[1]?.trim() ?? '';
    const response = examineResponse(
      frameOf(wire([`SIP/2.0 ${statusLine}`, `Via: ${via}`, ...moreLines, `CSeq: 1 ${method}`])),
    );
    if (response === null) throw new Error('not a response');
    deliveries.answered(this.flow, response);
  }
}

let clock: VirtualClock;
let location: Location;
let deliveries: Deliveries;
let outcomes: string[];

beforeEach(() => {
  clock = new VirtualClock();
  location = new Location(clock, { registeredUsersChanged: () => undefined, flowSuperseded: () => undefined });
  outcomes = [];
  deliveries = new Deliveries({
    ...{ location, clock, random: new NodeRandom(), log: new RecordingLog(), viaHost: 'relay.test' },
    ...{ answerTimeoutMs: TIMEOUT_MS, faultPoint: () => undefined },
  });
});

function register(device: FakeFlow, key: string, isOwn = true): void {
  const binding = {
    ...{ user: BOB, key, contactUri: `sip:bob@${key}.invalid`, contactParameters: '', callId: key, cseq: 1 },
    expiresAtMs: monotonicMs(clock.monotonicMs() + 3_600_000),
    isOwn,
    flow: device.flow,
  };
  location.save(binding, 8);
}
const start = (message = MESSAGE, evenSilent = true) =>
  deliveries.start(message, evenSilent, ({ kind }) => outcomes.push(kind));

describe('a message on its way', () => {
  it('goes to every device, and is delivered by the first that takes it', () => {
    const devices = [new FakeFlow(), new FakeFlow()];
    for (const [at, device] of devices.entries()) register(device, `d${at}`);
    expect(start()).toBe('started');
    expect(devices.map(({ sent }) => sent.length)).toEqual([1, 1]);
    devices[1]!.answer();
    devices[0]!.answer('415 Unsupported Media Type');
    clock.advance(TIMEOUT_MS);
    expect([outcomes, devices.map(({ isSilent }) => isSilent)]).toEqual([['accepted'], [false, false]]);
  });

  it('is absent once each of its devices is gone or silent, and told of once', () => {
    const [gone, silent] = [new FakeFlow(), new FakeFlow()];
    register(gone, 'gone');
    register(silent, 'silent');
    start();
    deliveries.flowClosed(gone.flow);
    deliveries.flowClosed(gone.flow);
    gone.answer();
    expect(outcomes).toEqual([]);
    clock.advance(TIMEOUT_MS);
    expect([outcomes, gone.isSilent, silent.isSilent]).toEqual([['absent'], false, true]);
    silent.answer();
    deliveries.flowClosed(silent.flow);
    expect(outcomes).toEqual(['absent']);
  });

  it('is answered only by the device that it was sent to', () => {
    const [device, other] = [new FakeFlow(), new FakeFlow()];
    register(device, 'd');
    start();
    other.sent.push(...device.sent);
    other.answer();
    expect(outcomes).toEqual([]);
  });

  it('is answered by a final answer to it that went no further', () => {
    const device = new FakeFlow();
    register(device, 'd');
    start();
    device.answer('200 OK', { method: 'OPTIONS' });
    device.answer('200 OK', { moreLines: ['Via: SIP/2.0/TLS beyond.invalid;branch=z9hG4bKx'] });
    device.answer('100 Trying');
    expect(outcomes).toEqual([]);
    device.answer();
    expect(outcomes).toEqual(['accepted']);
  });

  it('is forgotten with all others when the relay ends, whatever comes then', () => {
    const device = new FakeFlow();
    register(device, 'd');
    start();
    deliveries.close();
    device.answer();
    deliveries.flowClosed(device.flow);
    clock.advance(TIMEOUT_MS);
    expect([outcomes, device.isSilent]).toEqual([[], false]);
  });

  it('goes to a silent device only when that is wanted, and to nobody when there is none', () => {
    const device = new FakeFlow();
    expect(start()).toBe('no-device');
    register(device, 'd');
    device.markSilent();
    expect([start(MESSAGE, false), start()]).toEqual(['no-device', 'started']);
  });
});

describe('a device that registered twice over one connection', () => {
  it.each([
    ['first', ['own', 'foreign']],
    ['second', ['foreign', 'own']],
  ])('gets a message once, and as the user’s own where it is that too: %s', (_which, keys) => {
    const device = new FakeFlow();
    for (const key of keys) register(device, key, key === 'own');
    // What the relay itself tells is for the owner alone.
    expect(start({ ...MESSAGE, isRelayReport: true })).toBe('started');
    expect(device.sent.map((request) => request.split('\r\n')[0])).toEqual(['MESSAGE sip:bob@own.invalid SIP/2.0']);
  });
});

describe('a foreign device', () => {
  it('gets a copy, decides nothing while one of the user’s own is there, and nothing that the relay tells', () => {
    const [own, foreign] = [new FakeFlow(), new FakeFlow()];
    register(foreign, 'foreign', false);
    expect(start({ ...MESSAGE, isRelayReport: true })).toBe('no-device');
    register(own, 'own');
    start();
    foreign.answer();
    expect([foreign.sent.length, outcomes]).toEqual([1, []]);
    own.answer('486 Busy Here');
    expect(outcomes).toEqual(['declined']);
  });
});
