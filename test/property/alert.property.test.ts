import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buzzerDurationMs, SILENT_BUZZER, sound, SOUND_INTERVAL_MS, type Sound } from '../../src/domain/alert/alert.ts';
import { monotonicMs } from '../../src/domain/time.ts';

const anyWish = fc.record({
  afterMs: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 20_000 })),
  what: fc.constantFrom<Sound>('message', 'failure', 'refused-key'),
});

/** What is heard when sounds are asked for one after the other. */
function heard(
  wishes: readonly { readonly afterMs: number; readonly what: Sound }[],
): { atMs: number; what: Sound; durationMs: number }[] {
  const sounds: { atMs: number; what: Sound; durationMs: number }[] = [];
  let state = SILENT_BUZZER;
  let nowMs = 0;
  for (const { afterMs, what } of wishes) {
    nowMs += afterMs;
    const step = sound(state, what, monotonicMs(nowMs));
    state = step.state;
    if (step.pattern !== null) sounds.push({ atMs: nowMs, what, durationMs: buzzerDurationMs(step.pattern) });
  }
  return sounds;
}

it('no two sounds for messages begin within 3 s, and no message is further than 3 s behind the last sound for one', () => {
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 200 }), (wishes) => {
      const messages = heard(wishes)
        .filter(({ what }) => what === 'message')
        .map(({ atMs }) => atMs);
      for (const [index, atMs] of messages.entries()) {
        if (index > 0) expect(atMs - messages[index - 1]!).toBeGreaterThanOrEqual(SOUND_INTERVAL_MS);
      }
      let nowMs = 0;
      for (const { afterMs, what } of wishes) {
        nowMs += afterMs;
        if (what !== 'message') continue;
        const last = messages.findLast((atMs) => atMs <= nowMs);
        expect(last).toBeDefined();
        expect(nowMs - last!).toBeLessThan(SOUND_INTERVAL_MS);
      }
    }),
  );
});

it('nothing but a message cuts another sound off', () => {
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 200 }), (wishes) => {
      const sounds = heard(wishes);
      for (const [index, next] of sounds.entries()) {
        const before = sounds[index - 1];
        if (before !== undefined && next.what !== 'message')
          expect(next.atMs).toBeGreaterThanOrEqual(before.atMs + before.durationMs);
      }
    }),
  );
});
