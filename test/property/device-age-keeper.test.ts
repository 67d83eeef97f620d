import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSavedAge } from '../../src/domain/device-age.ts';
import { DeviceAgeKeeper, type Release } from '../../src/handset/upkeep/device-age-keeper.ts';
import { StoreHealth } from '../../src/handset/upkeep/store-health.ts';
import { createMemoryHandsetStore } from '../support/memory-store/memory-handset-store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const MINUTE_MS = 60_000;

type Step =
  | { readonly kind: 'hold' }
  | { readonly kind: 'release'; readonly of: number }
  | { readonly kind: 'pass'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ kind: 'hold' }),
  fc.nat(20).map((of): Step => ({ kind: 'release', of })),
  fc.integer({ min: 1, max: 3 * MINUTE_MS }).map((ms): Step => ({ kind: 'pass', ms })),
);

function keep(): {
  readonly clock: VirtualClock;
  readonly keeper: DeviceAgeKeeper;
  readonly savedAgeMs: () => number | null;
} {
  const clock = new VirtualClock();
  const { settings } = createMemoryHandsetStore();
  const keeper = new DeviceAgeKeeper({ clock, uptime: () => null, settings }, new StoreHealth(clock, silent));
  return { clock, keeper, savedAgeMs: () => parseSavedAge(settings.setting('device-age') ?? '')?.ageMs ?? null };
}

describe("the device's age", () => {
  it('is saved as long as anybody holds it, however often and in whatever order it is held and released', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { clock, keeper, savedAgeMs } = keep();
        const releases: Release[] = [];
        const held = new Set<number>();
        for (const each of steps) {
          if (each.kind === 'hold') held.add(releases.push(keeper.hold()) - 1);
          else if (each.kind === 'pass') clock.advance(each.ms);
          else {
            // Also of one that was released before, or was never given.
            releases[each.of]?.();
            held.delete(each.of);
          }
          expect(clock.pendingTimers).toBe(held.size > 0 ? 1 : 0);
        }
        const before = savedAgeMs();
        clock.advance(MINUTE_MS);
        const age = keeper.now().ageMs;
        if (held.size === 0) expect(savedAgeMs()).toBe(before);
        else expect(age - (savedAgeMs() ?? -Infinity)).toBeLessThan(MINUTE_MS);
      }),
    );
  });

  it('costs no write for what is over within a second', () => {
    const { clock, keeper, savedAgeMs } = keep();
    const release = keeper.hold();
    clock.advance(999);
    release();
    clock.advance(MINUTE_MS);
    expect(savedAgeMs()).toBeNull();
  });

  it('that somebody else holds goes on when one of them releases it twice', () => {
    const { clock, keeper, savedAgeMs } = keep();
    const [one] = [keeper.hold(), keeper.hold()];
    one();
    one();
    clock.advance(1_000);
    expect(savedAgeMs()).toBe(1_000);
  });

  it('is saved a last time when it stops, and then no more, whoever holds it', () => {
    const { clock, keeper, savedAgeMs } = keep();
    const release = keeper.hold();
    clock.advance(500);
    keeper.stop();
    expect(savedAgeMs()).toBe(500);
    clock.advance(MINUTE_MS);
    release();
    keeper.hold();
    clock.advance(MINUTE_MS);
    expect(savedAgeMs()).toBe(500);
    expect(clock.pendingTimers).toBe(0);
  });
});
