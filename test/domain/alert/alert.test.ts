import { describe, expect, it } from 'vitest';
import {
  buzzerDurationMs,
  ledPattern,
  SILENT_BUZZER,
  sound,
  type AlertFacts,
  type Sound,
} from '../../../src/domain/alert/alert.ts';
import { OUTGOING_STATUSES } from '../../../src/domain/history/message.ts';
import { monotonicMs } from '../../../src/domain/time.ts';

const QUIET: AlertFacts = {
  unread: 0,
  missedCalls: 0,
  requests: 0,
  lastFate: null,
  otherDevice: false,
  unreachable: false,
  storeFailing: false,
};

/** Every combination of the facts. */
function allFacts(): AlertFacts[] {
  const all: AlertFacts[] = [];
  for (const unread of [0, 1, 99])
    for (const missedCalls of [0, 2])
      for (const lastFate of [null, ...OUTGOING_STATUSES])
        for (const unreachable of [false, true])
          for (const storeFailing of [false, true])
            for (const otherDevice of [false, true])
              all.push({ unread, missedCalls, requests: 0, lastFate, otherDevice, unreachable, storeFailing });
  return all;
}

describe('the LED', () => {
  it.each([
    [QUIET, 'dark'],
    [{ ...QUIET, unread: 1 }, 'message'],
    [{ ...QUIET, unread: 1, missedCalls: 1, lastFate: 'failed', unreachable: true, storeFailing: true }, 'message'],
    [{ ...QUIET, missedCalls: 1, lastFate: 'failed', unreachable: true }, 'missed-call'],
    [{ ...QUIET, lastFate: 'failed', unreachable: true }, 'failed'],
    [{ ...QUIET, storeFailing: true }, 'failed'],
    [{ ...QUIET, otherDevice: true, unreachable: true, requests: 1, lastFate: 'delivered' }, 'failed'],
    [{ ...QUIET, lastFate: 'enqueued', unreachable: true }, 'unreachable'],
    [{ ...QUIET, lastFate: 'sending' }, 'on-its-way'],
    [{ ...QUIET, lastFate: 'waiting' }, 'on-its-way'],
    [{ ...QUIET, lastFate: 'enqueued' }, 'on-its-way'],
    [{ ...QUIET, lastFate: 'delivered' }, 'delivered'],
    [{ ...QUIET, lastFate: 'read' }, 'delivered'],
  ] as const)('shows %j as %s', (facts, name) => {
    expect(ledPattern(facts).name).toBe(name);
  });

  it('shows "message" exactly while something is unread', () => {
    for (const facts of allFacts()) expect(ledPattern(facts).name === 'message').toBe(facts.unread > 0);
  });

  it('tells by colour what became of the last sent message: green, amber, red', () => {
    const colour = (lastFate: AlertFacts['lastFate']) => ledPattern({ ...QUIET, lastFate }).steps[0]?.colour;
    expect(colour('delivered')).toBe('green');
    expect(colour('waiting')).toBe('amber');
    expect(colour('failed')).toBe('red');
  });

  it('has only patterns that the kernel can play: one colour each, steps of 50 ms, on and off in turn', () => {
    for (const { steps } of allFacts().map(ledPattern)) {
      const colours = new Set(steps.map(({ colour }) => colour).filter((colour) => colour !== 'off'));
      expect(colours.size).toBeLessThanOrEqual(1);
      for (const { durationMs } of steps) {
        expect(durationMs).toBeGreaterThanOrEqual(50);
        expect(durationMs % 50).toBe(0);
      }
    }
  });

  it('has patterns that differ by rhythm alone, and is lit longest for a message', () => {
    const rhythms = new Map<string, number>();
    const shapes = new Map<string, string>();
    for (const { name, steps } of allFacts().map(ledPattern)) {
      if (steps.length === 0) continue;
      const totalMs = steps.reduce((sum, step) => sum + step.durationMs, 0);
      const litMs = steps.filter(({ colour }) => colour !== 'off').reduce((sum, step) => sum + step.durationMs, 0);
      rhythms.set(name, litMs / totalMs);
      shapes.set(steps.map(({ colour, durationMs }) => (colour === 'off' ? -durationMs : durationMs)).join(), name);
    }
    expect(new Set(shapes.values()).size).toBe(rhythms.size);
    const brightest = [...rhythms].sort((left, right) => right[1] - left[1]);
    expect(brightest[0]?.[0]).toBe('message');
    expect(brightest[0]?.[1]).toBeGreaterThan(5 * (brightest[1]?.[1] ?? 1));
  });
});

describe('the buzzer', () => {
  /** Names of what sounded, with the times, for sounds asked for at given times. */
  function played(wanted: readonly (readonly [number, Sound])[]): [number, string][] {
    let state = SILENT_BUZZER;
    const heard: [number, string][] = [];
    for (const [atMs, what] of wanted) {
      const step = sound(state, what, monotonicMs(atMs));
      state = step.state;
      if (step.pattern !== null) heard.push([atMs, step.pattern.name]);
    }
    return heard;
  }

  it('sounds once per 3 s in a flood of a hundred messages a second', () => {
    const flood = Array.from({ length: 1_000 }, (_, index) => [index * 10, 'message'] as const);
    expect(played(flood).map(([atMs]) => atMs)).toEqual([0, 3_000, 6_000, 9_000]);
  });

  it('sounds for every burst, and for the very first message', () => {
    expect(
      played([
        [0, 'message'],
        [1, 'message'],
        [3_000, 'message'],
        [3_500, 'message'],
        [60_000, 'message'],
      ]),
    ).toEqual([
      [0, 'message'],
      [3_000, 'message'],
      [60_000, 'message'],
    ]);
  });

  it('sounds for a message right after a failure, and cuts the sound of the failure off', () => {
    expect(
      played([
        [0, 'failure'],
        [100, 'message'],
      ]),
    ).toEqual([
      [0, 'failure'],
      [100, 'message'],
    ]);
  });

  it('does not cut the sound of a message off for a failure or a refused key', () => {
    expect(
      played([
        [0, 'message'],
        [100, 'failure'],
        [100, 'refused-key'],
        [1_000, 'refused-key'],
      ]),
    ).toEqual([
      [0, 'message'],
      [1_000, 'refused-key'],
    ]);
  });

  it('buzzes for each refused key', () => {
    expect(
      played([
        [0, 'refused-key'],
        [100, 'refused-key'],
        [200, 'refused-key'],
      ]),
    ).toHaveLength(3);
  });

  it('has the same sound for every message, and none longer than 3 s', () => {
    const first = sound(SILENT_BUZZER, 'message', monotonicMs(0));
    const second = sound(first.state, 'message', monotonicMs(9_000));
    expect(second.pattern).toEqual(first.pattern);
    for (const what of ['message', 'failure', 'refused-key'] as const) {
      const { pattern } = sound(SILENT_BUZZER, what, monotonicMs(0));
      expect(buzzerDurationMs(pattern!)).toBeLessThanOrEqual(3_000);
    }
    expect(buzzerDurationMs(sound(SILENT_BUZZER, 'refused-key', monotonicMs(0)).pattern!)).toBeLessThanOrEqual(60);
  });
});
