import { describe, expect, it } from 'vitest';
import { failure, success } from '../../../../../src/domain/result.ts';
import { uart } from '../../../../../src/hardware/drivers/keypad/uart/uart.ts';
import type { SerialPortListener } from '../../../../../src/hardware/serial/serial-port.ts';
import { LineLog } from '../../../../../src/main/machine/log/line-log.ts';
import { describeKeypad } from '../../../../contract/keypad.contract.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';
import { openedParts } from '../../opened-parts.ts';
import { frame, joined } from './frames.ts';

const DATA = { path: '/dev/ttyS1', baudRate: 115_200, contacts: 42 };

function parts() {
  const clock = new VirtualClock();
  const logged: string[] = [];
  const log = new LineLog('test', (line) => logged.push(line));
  const ports: { readonly listener: SerialPortListener; closed: boolean }[] = [];
  const port = { refusal: null as string | null };
  const all = openedParts({
    clock,
    log,
    loadOpenSerial: () =>
      Promise.resolve(({ path }, listener) => {
        if (port.refusal !== null) return Promise.resolve(failure({ errno: port.refusal, path }));
        const opened = { listener, closed: false };
        ports.push(opened);
        return Promise.resolve(success({ close: () => void (opened.closed = true) }));
      }),
  });
  return { clock, logged, ports, port, all };
}

async function keypad() {
  const from = parts();
  const opened = await uart.open(DATA, from.all);
  if (!opened.ok) throw new Error(opened.error.code);
  const seen: (readonly number[])[] = [];
  const times: number[] = [];
  opened.value.start(({ closed, atMs }) => {
    seen.push(closed);
    times.push(atMs);
  });
  const send = (...frames: readonly Uint8Array[]) => {
    from.ports.at(-1)!.listener.read(joined(...frames));
  };
  return { ...from, pad: opened.value, seen, times, send };
}

describeKeypad('uart', async () => {
  const { ports, all } = parts();
  const pad = await uart.open(DATA, all);
  if (!pad.ok) throw new Error(pad.error.code);
  return {
    keypad: pad.value,
    setClosed: (contacts) => {
      ports[0]!.listener.read(frame(contacts));
    },
  };
});

describe('a keypad by UART', () => {
  it('lets a held key go 300 ms after the last frame, since the sender would repeat it', async () => {
    const { clock, seen, send } = await keypad();
    send(frame([3]));
    clock.advance(299);
    expect(seen).toEqual([[3]]);
    clock.advance(1);
    expect(seen).toEqual([[3], []]);
    clock.advance(60_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('keeps a held key while the sender repeats it', async () => {
    const { clock, seen, send } = await keypad();
    for (let repeat = 0; repeat < 40; repeat += 1) {
      send(frame([3], { clockMs: repeat * 25 }));
      clock.advance(25);
    }
    expect(seen).toEqual([[3]]);
  });

  it('does not let a key go when the time is up before what has come meanwhile is read', async () => {
    const { clock, seen, send } = await keypad();
    send(frame([3]));
    clock.advance(260);
    send(frame([3], { clockMs: 250 }));
    clock.advance(200);
    expect(seen).toEqual([[3]]);
  });

  it('wakes nobody while no key is held', async () => {
    const { clock, send } = await keypad();
    send(frame([3]));
    send(frame([]));
    expect(clock.pendingTimers).toBe(0);
  });

  it('keeps the distances in time of frames that waited while the event loop was busy', async () => {
    const { clock, seen, times, send } = await keypad();
    clock.advance(500);
    const nowMs = clock.monotonicMs();
    // The sender's clock goes round in between.
    send(frame([3], { clockMs: 16_350 }), frame([], { clockMs: 16_380 }), frame([4], { clockMs: 26 }));
    expect(seen).toEqual([[3], [], [4]]);
    expect(times).toEqual([nowMs - 60, nowMs - 30, nowMs]);
  });

  it('makes good a key-up that was lost', async () => {
    const { seen, send } = await keypad();
    send(frame([3]), frame([]).subarray(0, 9), frame([]));
    expect(seen).toEqual([[3], []]);
  });

  it('that speaks another version is told once, and so is one that has more contacts than the board', async () => {
    const { seen, logged, send } = await keypad();
    send(frame([1], { version: 2 }), frame([1], { version: 2 }));
    send(frame([1, 45], { stateBytes: 8 }), frame([1, 46], { stateBytes: 8 }));
    expect(seen).toEqual([[1]]);
    expect(logged).toEqual([
      'test: error board.part-failed part=keypad errno=EPROTONOSUPPORT path=/dev/ttyS1',
      'test: error board.part-failed part=keypad errno=ERANGE path=/dev/ttyS1',
    ]);
  });

  it('that sends nothing but noise is told once, and once more when it is understood', async () => {
    const { logged, send } = await keypad();
    const noise = new Uint8Array(200).fill(0xe1);
    send(noise);
    send(noise);
    send(frame([1]));
    expect(logged).toEqual([
      'test: error board.part-failed part=keypad errno=EBADMSG path=/dev/ttyS1',
      'test: info board.part-works-again part=keypad',
    ]);
  });

  it('that is pulled out lets its keys go, and is heard again when it is back', async () => {
    const { clock, ports, port, seen, send, pad } = await keypad();
    send(frame([3]));
    port.refusal = 'ENOENT';
    ports[0]!.listener.ended({ errno: 'ENODEV', path: '/dev/ttyS1' });
    await clock.run(3_500);
    port.refusal = null;
    await clock.run(1_000);
    send(frame([5]));
    expect(seen).toEqual([[3], [], [5]]);
    pad.close();
    expect(ports.map(({ closed }) => closed)).toEqual([false, true]);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ['ENOENT', 'device-missing'],
    ['EACCES', 'device-forbidden'],
    ['EBUSY', 'device-busy'],
    ['ENXIO', 'device-gone'],
    ['ENOTTY', 'device-failed'],
  ])('whose port is refused with %s is %s', async (errno, code) => {
    const { port, all } = parts();
    port.refusal = errno;
    expect(await uart.open(DATA, all)).toMatchObject({
      ok: false,
      error: { code, reason: errno, device: 'serial port /dev/ttyS1' },
    });
  });
});
