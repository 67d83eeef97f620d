import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { SenderTurns } from '../../../src/relay/delivery/sender-turns.ts';

const sender = (name: string): PeerAddress => `sip:${name}@relay.test` as PeerAddress;
const [friend, brother, stranger, spammer] = ['friend', 'brother', 'stranger', 'spammer'].map(sender) as [
  PeerAddress,
  PeerAddress,
  PeerAddress,
  PeerAddress,
];
const anybody = (): boolean => true;

/** The senders of the next messages, of each of whom more wait than are asked for. */
function taken(turns: SenderTurns, count: number, mayHaveOne: (one: PeerAddress) => boolean = anybody) {
  return Array.from({ length: count }, () => {
    const next = turns.next(mayHaveOne);
    if (next !== null) turns.taken(next);
    return next;
  });
}

function turnsOf(senders: readonly PeerAddress[], known: readonly PeerAddress[]): SenderTurns {
  const turns = new SenderTurns((one) => known.includes(one));
  for (const one of senders) turns.add(one);
  return turns;
}

describe('whose message a recipient gets next', () => {
  it('is that of somebody known, however many strangers came before', () => {
    expect(turnsOf([spammer, stranger, friend], [friend]).next(anybody)).toBe(friend);
  });

  it('is that of each known sender in turn, and of a stranger after every eight', () => {
    const turns = turnsOf([spammer, stranger, friend, brother], [friend, brother]);
    const eight = [friend, brother, friend, brother, friend, brother, friend, brother];
    expect(taken(turns, 18)).toEqual([...eight, spammer, ...eight, stranger]);
  });

  it('is that of each stranger in turn when nobody else has sent anything', () => {
    expect(taken(turnsOf([spammer, stranger], []), 4)).toEqual([spammer, stranger, spammer, stranger]);
  });

  it('stays that of somebody known when no stranger has sent anything', () => {
    expect(taken(turnsOf([friend], [friend]), 20)).toEqual(Array.from({ length: 20 }, () => friend));
  });

  it('is never that of somebody who must wait, nor of somebody of whom nothing is left', () => {
    const turns = turnsOf([friend, brother, stranger], [friend, brother]);
    expect(turns.next((one) => one !== friend)).toBe(brother);
    expect(turns.next(() => false)).toBeNull();
    turns.ended(friend);
    turns.ended(brother);
    expect(taken(turns, 2)).toEqual([stranger, stranger]);
  });

  it('is that of a former stranger as soon as the recipient has written back', () => {
    const known: PeerAddress[] = [];
    const turns = turnsOf([spammer, stranger], known);
    known.push(stranger);
    expect(turns.next(anybody)).toBe(stranger);
  });

  it('never leaves out anybody: everyone has a turn within nine times the number of senders', () => {
    const names = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 40 }), (ids, known, before) => {
        const senders = ids.map((id) => sender(`${id}`));
        const turns = turnsOf(senders, senders.slice(0, known));
        taken(turns, before);
        expect(new Set(taken(turns, 9 * senders.length))).toEqual(new Set(senders));
      }),
    );
  });
});
