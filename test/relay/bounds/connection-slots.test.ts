import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ConnectionSlots, RANK, type Rank } from '../../../src/relay/bounds/connection-slots.ts';

let closed: string[];
let slots: ConnectionSlots;

beforeEach(() => {
  closed = [];
  slots = new ConnectionSlots({ connections: 4, connectionsPerAccount: 3, strangers: 5, strangersPerAddress: 3 });
});

function take(key: string, network = 'a', rank: Rank = RANK.connected): void {
  slots.take(key, { network, close: () => closed.push(key) });
  slots.raise(key, rank);
}

describe('strangers at one address', () => {
  it('never keep a new one out: the oldest that has come the least far goes', () => {
    take('secured', 'a', RANK.secured);
    take('bare 1');
    take('bare 2');
    take('new');
    expect(closed).toEqual(['bare 1']);
    slots.raise('new', RANK.secured);
    take('newer');
    expect(closed).toEqual(['bare 1', 'bare 2']);
  });

  it('do not cost one its place who names a known device', () => {
    take('owner', 'a', RANK.expected);
    for (let at = 0; at < 20; at += 1) take(`flood ${at}`, 'a', RANK.secured);
    expect(closed).not.toContain('owner');
    expect(closed).toHaveLength(18);
  });

  it('are counted apart from other addresses, and all together', () => {
    for (const key of ['1', '2', '3']) take(key);
    take('4', 'b');
    take('5', 'b');
    expect(closed).toEqual([]);
    take('6', 'c');
    expect(closed).toEqual(['1']);
  });

  it('make room when they go', () => {
    for (const key of ['1', '2', '3']) take(key);
    slots.release('1');
    take('4');
    expect([closed, slots.size]).toEqual([[], 3]);
  });
});

describe('members', () => {
  it('are not counted as strangers, however many have one address', () => {
    for (let at = 0; at < 4; at += 1) {
      take(`member ${at}`);
      slots.loggedIn(`member ${at}`, `account ${at}`);
    }
    for (let at = 0; at < 10; at += 1) take(`flood ${at}`);
    expect(closed.filter((key) => key.startsWith('member'))).toEqual([]);
  });

  it('of one account have a bound, and its own device outlasts those that are not', () => {
    take('owner', 'a', RANK.expected);
    slots.loggedIn('owner', 'alice');
    for (let at = 0; at < 9; at += 1) {
      take(`thief ${at}`, 'b');
      slots.loggedIn(`thief ${at}`, 'alice');
    }
    expect(closed).not.toContain('owner');
    expect(closed).toHaveLength(7);
  });
});

describe('a place', () => {
  it('is told of by the number of connections that went for it', () => {
    const slot = { network: 'a', close: () => undefined };
    expect(['1', '2', '3', '4'].map((key) => slots.take(key, slot))).toEqual([0, 0, 0, 1]);
  });

  it('is not taken again by a connection that went while its password was looked at', () => {
    slots.loggedIn('gone', 'alice');
    slots.raise('gone', RANK.ownDevice);
    expect([slots.size, closed]).toEqual([0, []]);
  });

  it('goes to a member of another account, however many there are, from the oldest of the lowest rank', () => {
    for (let at = 0; at < 4; at += 1) {
      take(`member ${at}`, 'a', at === 0 ? RANK.expected : RANK.secured);
      slots.loggedIn(`member ${at}`, `account ${at}`);
    }
    take('newer', 'b');
    slots.loggedIn('newer', 'account 5');
    expect(closed).toEqual(['member 1']);
  });
});

it('whatever comes and goes, no bound is passed and nothing is kept of who has gone', () => {
  const step = fc.record({
    network: fc.constantFrom('a', 'b', 'c'),
    act: fc.constantFrom('take', 'login', 'release', 'raise'),
    at: fc.nat({ max: 30 }),
    account: fc.constantFrom('x', 'y', 'z'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const open = new Map<string, { network: string; account: string | null }>();
      const model = new ConnectionSlots({
        connections: 4,
        connectionsPerAccount: 3,
        strangers: 5,
        strangersPerAddress: 3,
      });
      for (const [index, { network, act, at, account }] of steps.entries()) {
        const key = [...open.keys()][at % Math.max(1, open.size)] ?? '';
        if (act === 'take') {
          const fresh = `${index}`;
          open.set(fresh, { network, account: null });
          model.take(fresh, { network, close: () => open.delete(fresh) });
        } else if (act === 'login' && open.has(key)) {
          const one = open.get(key)!;
          one.account ??= account;
          model.loggedIn(key, one.account);
        } else if (act === 'release') {
          model.release(key);
          open.delete(key);
        } else model.raise(key, RANK.secured);
        const all = [...open.values()];
        const strangers = all.filter((one) => one.account === null);
        expect(model.size).toBe(open.size);
        expect(strangers.length).toBeLessThanOrEqual(5);
        for (const net of ['a', 'b', 'c'])
          expect(strangers.filter((one) => one.network === net).length).toBeLessThanOrEqual(3);
        for (const name of ['x', 'y', 'z'])
          expect(all.filter((one) => one.account === name).length).toBeLessThanOrEqual(3);
        expect(all.length - strangers.length).toBeLessThanOrEqual(4);
      }
    }),
  );
});
