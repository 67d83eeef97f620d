import { beforeEach, describe, expect, it } from 'vitest';
import { monotonicMs } from '../../../src/domain/time.ts';
import type { ClientFlow } from '../../../src/relay/connection/flow.ts';
import { Location, type Binding } from '../../../src/relay/registration/location.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { addressOf } from '../support/relay-rig.ts';

const [ALICE, BOB] = [addressOf('alice'), addressOf('bob')];
const FLOWS = ['one', 'other'].map((name) => ({ name }) as unknown as ClientFlow);
const [ONE, OTHER] = [FLOWS[0]!, FLOWS[1]!];

let clock: VirtualClock;
let location: Location;
let changes: number[];
let superseded: ClientFlow[];

beforeEach(() => {
  clock = new VirtualClock();
  changes = [];
  superseded = [];
  location = new Location(clock, {
    registeredUsersChanged: () => changes.push(location.userCount),
    flowSuperseded: (flow) => superseded.push(flow),
  });
});

function binding(key: string, flow = ONE, user = ALICE, lifeMs = 60_000): Binding {
  const expiresAtMs = monotonicMs(clock.monotonicMs() + lifeMs);
  const contact = { contactUri: `sip:${key}@h`, contactParameters: '', callId: 'c', cseq: 1 };
  return { user, key, ...contact, expiresAtMs, isOwn: true, flow };
}

const save = (one: Binding): Binding => {
  location.save(one, 3);
  return one;
};
const keys = (user = ALICE): readonly string[] => location.bindingsOf(user).map(({ key }) => key);

describe('the devices of a user', () => {
  it('are listed newest first, each once', () => {
    for (const key of ['a', 'b', 'a']) save(binding(key));
    expect(keys()).toEqual(['a', 'b']);
    expect(keys(BOB)).toEqual([]);
  });

  it('beyond the bound take the place of foreign ones first, and foreign ones take nobody’s but theirs', () => {
    for (const key of ['own 1', 'own 2']) save(binding(key));
    for (const key of ['foreign 1', 'foreign 2', 'foreign 3']) save({ ...binding(key), isOwn: false });
    expect(keys()).toEqual(['foreign 3', 'own 2', 'own 1']);
    save(binding('own 3'));
    save({ ...binding('foreign 4'), isOwn: false });
    expect(keys()).toEqual(['own 3', 'own 2', 'own 1']);
  });

  it('beyond the bound take the place of the oldest', () => {
    for (const key of ['a', 'b', 'c', 'd']) save(binding(key));
    expect(keys()).toEqual(['d', 'c', 'b']);
  });

  it('go one by one when their time is over, a renewed one by its new time', () => {
    save(binding('a'));
    save(binding('b', ONE, ALICE, 90_000));
    clock.advance(30_000);
    save(binding('a', ONE, ALICE, 80_000));
    clock.advance(60_000);
    expect(keys()).toEqual(['a']);
    clock.advance(20_000);
    expect([keys(), clock.pendingTimers, changes]).toEqual([[], 0, [1, 0]]);
  });

  it('are told of when the first comes and when the last goes, and no more often', () => {
    const [first, second] = [save(binding('a')), save(binding('b'))];
    location.remove(first);
    location.remove(first);
    expect([changes, clock.pendingTimers]).toEqual([[1], 1]);
    location.remove(second);
    expect([changes, location.registeredUsers, clock.pendingTimers]).toEqual([[1, 0], [], 0]);
  });
});

describe('a flow', () => {
  it('carries a registration as long as one of its devices is left', () => {
    const [first, second] = [save(binding('a')), save(binding('b'))];
    location.remove(first);
    expect([location.hasBindings(ONE), location.usersOf(ONE), location.isBound(ALICE, ONE)]).toEqual([
      true,
      [ALICE],
      true,
    ]);
    location.remove(second);
    expect([location.hasBindings(ONE), location.usersOf(ONE), location.isBound(ALICE, ONE)]).toEqual([
      false,
      [],
      false,
    ]);
  });

  it('may speak for those who registered over it alone', () => {
    save(binding('a'));
    save(binding('b', OTHER, BOB));
    expect([location.isBound(ALICE, ONE), location.isBound(ALICE, OTHER), location.isBound(BOB, ONE)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('that ends takes its devices with it, of all its users, and no others', () => {
    save(binding('a'));
    save(binding('b', OTHER));
    save(binding('c', ONE, BOB));
    location.removeFlow(ONE);
    expect([keys(), keys(BOB), location.userCount]).toEqual([['b'], [], 1]);
    expect([location.hasBindings(ONE), location.hasBindings(OTHER)]).toEqual([false, true]);
  });

  it('is told to be superseded when its last device registers over another, and not before', () => {
    save(binding('a'));
    save(binding('b'));
    save(binding('a', OTHER));
    expect(superseded).toEqual([]);
    save(binding('b', OTHER));
    expect(superseded).toEqual([ONE]);
  });
});

it('at the end no timer is left, and nobody is registered', () => {
  save(binding('a'));
  save(binding('b', OTHER, BOB));
  location.close();
  expect([clock.pendingTimers, location.userCount, location.hasBindings(ONE)]).toEqual([0, 0, false]);
});
