import { describe, expect, it } from 'vitest';
import { DeviceMirror } from '../../../src/simulator/bench/device-mirror.ts';
import { ProcessChannel } from '../../../src/simulator/wire/process-channel.ts';
import type { DeviceOrder } from '../../../src/simulator/wire/protocol.ts';
import { SimulatedBoard } from '../../../src/simulator/device/simulated-board.ts';
import { describeBacklight } from '../../contract/backlight.contract.ts';
import { describeBuzzer } from '../../contract/buzzer.contract.ts';
import { describeKeypad } from '../../contract/keypad.contract.ts';
import { describeLed } from '../../contract/led.contract.ts';
import { describeScreen } from '../../contract/screen.contract.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { MemoryChannel } from './memory-channel.ts';

const SCREEN = { widthPx: 20, heightPx: 16 };
const BOOT_OFFSET_MS = 7_000_000;

function openBoard() {
  const clock = new VirtualClock();
  const channel = new MemoryChannel();
  const systemNowMs = () => clock.monotonicMs() + BOOT_OFFSET_MS;
  const board = new SimulatedBoard(channel, clock, SCREEN, systemNowMs);
  const requests = { stops: 0 };
  board.serve({
    screenText: () => ({ lines: ['History', 'Bruno'], focused: 'Bruno', field: null }),
    stop: () => (requests.stops += 1),
  });
  return { clock, channel, board, requests, systemNowMs };
}

/** What the simulator would show after all reports so far. */
function mirrored(channel: MemoryChannel): DeviceMirror {
  const mirror = new DeviceMirror(SCREEN, () => undefined);
  for (const report of channel.reports) if (report.kind !== 'screenText') mirror.take(report, 0);
  return mirror;
}

describeKeypad('SimulatedKeypad', () => {
  const { board, channel, systemNowMs, clock } = openBoard();
  return {
    keypad: board.keypad,
    setClosed: (closed) => {
      clock.advance(1);
      channel.order({ kind: 'contacts', levels: [{ atMs: systemNowMs(), closed }] });
    },
  };
});

describeBacklight('SimulatedBacklight', () => {
  const { board, channel } = openBoard();
  return {
    backlight: board.backlight,
    hasLevels: true,
    percentSeen: () => mirrored(channel).backlightPercent,
    changes: () => channel.reported('backlight').length,
  };
});

describeLed('SimulatedLed', () => {
  const { board, channel } = openBoard();
  return { led: board.led, seen: () => mirrored(channel).led, changes: () => channel.reported('led').length };
});

describeBuzzer('SimulatedBuzzer', () => {
  const { board, channel, clock } = openBoard();
  let playedAtMs = 0;
  const buzzer = {
    play: (pattern: Parameters<typeof board.buzzer.play>[0]) => {
      playedAtMs = clock.monotonicMs();
      board.buzzer.play(pattern);
    },
    close: () => {
      board.buzzer.close();
    },
  };
  return {
    buzzer,
    wait: (durationMs) => {
      clock.advance(durationMs);
    },
    // As the page sounds it: the last report, from when it came.
    heardHz: () => {
      let leftMs = clock.monotonicMs() - playedAtMs;
      for (const step of channel.reported('buzzer').at(-1)?.pattern.steps ?? []) {
        if (leftMs < step.durationMs) return step.frequencyHz;
        leftMs -= step.durationMs;
      }
      return 0;
    },
  };
});

describeScreen('SimulatedScreen', () => {
  const { board, channel } = openBoard();
  return {
    screen: board.screen,
    pixelAt: (x, y) => {
      const { pixels } = mirrored(channel);
      const at = (y * SCREEN.widthPx + x) * 2;
      return pixels[at]! | (pixels[at + 1]! << 8);
    },
  };
});

describe('a simulated board', () => {
  it('tells key levels on the clock of its own process', () => {
    const { board, channel, systemNowMs, clock } = openBoard();
    const times: number[] = [];
    board.keypad.start((sample) => times.push(sample.atMs));
    const pressedMs = clock.monotonicMs();
    const levels = [0, 1.5].map((ms) => ({ atMs: systemNowMs() + ms, closed: ms === 0 ? [4] : [] }));
    clock.advance(300);
    channel.order({ kind: 'contacts', levels });
    expect(times).toEqual([pressedMs, pressedMs + 1.5]);
  });

  it('refuses pixels that do not fit, naming the sizes', () => {
    const { board } = openBoard();
    const pixels = new Uint8Array(8);
    expect(() => {
      board.screen.draw({ x: 19, y: 0, width: 2, height: 2, pixels });
    }).toThrow('2 x 2 pixels at 19,0');
    expect(() => {
      board.screen.draw({ x: -1, y: 0, width: 2, height: 2, pixels });
    }).toThrow(RangeError);
    expect(() => {
      board.screen.draw({ x: 0, y: 0, width: 2, height: 1, pixels });
    }).toThrow('4 bytes, not 8');
  });

  it('answers what its screen reads, under the number of the request', () => {
    const { channel } = openBoard();
    channel.order({ kind: 'readScreenText', requestId: 12 });
    const text = { lines: ['History', 'Bruno'], focused: 'Bruno', field: null };
    expect(channel.reported('screenText')).toEqual([{ kind: 'screenText', requestId: 12, text }]);
  });

  it('stops when told to, and closed is dark, silent and off the wire', () => {
    const { board, channel, requests } = openBoard();
    board.led.show({ name: 'lit', steps: [{ colour: 'red', durationMs: 10 }] });
    channel.order({ kind: 'stop' });
    expect(requests.stops).toBe(1);
    board.close();
    expect(mirrored(channel).led).toBe('dark');
    expect(channel.reported('buzzer').at(-1)?.pattern.steps).toEqual([]);
    expect(channel.closed).toBe(true);
  });
});

describe('the wire of a forked process', () => {
  function forkedProcess() {
    const listeners = new Map<string, (message?: unknown) => void>();
    const sent: unknown[] = [];
    return {
      connected: true,
      send: (message: unknown) => sent.push(message) > 0,
      disconnect: () => undefined,
      on: (event: string, listener: (message?: unknown) => void) => listeners.set(event, listener),
      emit: (event: string, message?: unknown) => listeners.get(event)?.(message),
      sent,
    };
  }

  it('keeps orders until somebody listens, in their order', () => {
    const forked = forkedProcess();
    const channel = new ProcessChannel(forked);
    forked.emit('message', { kind: 'readScreenText', requestId: 1 });
    forked.emit('message', { kind: 'readScreenText', requestId: 2 });
    const orders: DeviceOrder[] = [];
    channel.onOrder((order) => orders.push(order));
    expect(orders.map((order) => order.kind === 'readScreenText' && order.requestId)).toEqual([1, 2]);
  });

  it('takes the loss of the simulator for one order to stop, and reports no more', () => {
    const forked = forkedProcess();
    const channel = new ProcessChannel(forked);
    const orders: DeviceOrder[] = [];
    channel.onOrder((order) => orders.push(order));
    forked.emit('message', { kind: 'stop' });
    forked.connected = false;
    forked.emit('disconnect');
    channel.report({ kind: 'link', state: 'stopped' });
    expect(orders).toEqual([{ kind: 'stop' }]);
    expect(forked.sent).toEqual([]);
  });

  it('says what is missing when the process was not forked', () => {
    const alone = { connected: false, on: () => undefined };
    expect(() => new ProcessChannel(alone)).toThrow('make run');
  });
});
