import { describe, expect, it } from 'vitest';
import { GpioDirectKeypad } from '../../../../../src/hardware/drivers/keypad/gpio/gpio-direct-keypad.ts';
import { LineLog } from '../../../../../src/main/machine/log/line-log.ts';
import { describeKeypad } from '../../../../contract/keypad.contract.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';
import { CHIP_GONE, CopperLine } from '../../../gpio/copper-line.ts';

function keypad() {
  const closed = new Set<number>();
  const lines = Array.from({ length: 4 }, (_, contact) => {
    const line = new CopperLine();
    line.levelNow = () => (closed.has(contact) ? 1 : 0);
    return line;
  });
  const clock = new VirtualClock();
  const logged: string[] = [];
  const log = new LineLog('test', (line) => logged.push(line));
  const set = (contact: number, isClosed: boolean) => {
    if (isClosed) closed.add(contact);
    else closed.delete(contact);
    lines[contact]!.edge();
  };
  const fail = (fault: typeof CHIP_GONE | null) => {
    for (const line of lines) line.fault = fault;
  };
  const seen: (readonly number[])[] = [];
  return { pad: new GpioDirectKeypad({ lines, clock, log }), lines, closed, set, fail, clock, logged, seen };
}

describeKeypad('gpio-direct by onoff', () => {
  const { pad, closed, set, clock } = keypad();
  return {
    keypad: pad,
    setClosed: (contacts) => {
      clock.advance(1);
      for (const contact of new Set([...closed, ...contacts])) {
        if (closed.has(contact) !== contacts.includes(contact)) set(contact, contacts.includes(contact));
      }
    },
  };
});

describe('keys with a line each', () => {
  it('cost nothing while a key is held', () => {
    const { pad, set, lines, clock } = keypad();
    pad.start(() => undefined);
    set(2, true);
    const reads = lines[0]!.reads;
    clock.advance(60_000);
    expect(lines[0]!.reads).toBe(reads);
    expect(clock.startedTimers).toBe(0);
  });

  it('pass bounce on as it is', () => {
    const { pad, set, seen } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    for (const closed of [true, false, true, false]) set(3, closed);
    expect(seen).toEqual([[3], [], [3], []]);
  });

  it('are let go while their chip is gone, which is told once, and are heard again when it is back', () => {
    const { pad, set, fail, clock, seen, logged } = keypad();
    pad.start(({ closed }) => seen.push(closed));
    set(0, true);
    fail(CHIP_GONE);
    set(1, true);
    set(2, false);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(10_000);
    expect(seen).toEqual([[0], []]);
    fail(null);
    clock.advance(1_000);
    expect(seen).toEqual([[0], [], [0, 1]]);
    set(0, false);
    expect(seen.at(-1)).toEqual([1]);
    expect(logged).toEqual([
      'test: error board.part-failed part=keypad errno=ENODEV path=/sys/class/gpio/gpio520/value',
      'test: info board.part-works-again part=keypad',
    ]);
  });

  it('are given back once closed, without a timer left', () => {
    const { pad, lines, fail, clock } = keypad();
    pad.start(() => undefined);
    fail(CHIP_GONE);
    lines[0]!.edge();
    pad.close();
    expect(lines.every(({ releases }) => releases > 0)).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });
});
