import { describe, expect, it } from 'vitest';
import type { UnreachablePeriod } from '../../../src/domain/history/message.ts';
import type { LinkState } from '../../../src/domain/link-state.ts';
import { failure, success } from '../../../src/domain/result.ts';
import { epochMs } from '../../../src/domain/time.ts';
import { STORE_RETRY_MS, StoreHealth } from '../../../src/handset/upkeep/store-health.ts';
import { UnreachableRecorder } from '../../../src/handset/upkeep/unreachable-recorder.ts';
import type { SettingsStore } from '../../../src/ports/store/settings-store.ts';
import { createMemoryHandsetStore } from '../../support/memory-store/memory-handset-store.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const registered: LinkState = { kind: 'registered', sinceMs: epochMs(0) };
const lost = (sinceMs: number): LinkState => ({
  kind: 'unreachable',
  sinceMs: epochMs(sinceMs),
  reason: 'no-network',
});

class World {
  readonly clock = new VirtualClock();
  readonly written: UnreachablePeriod[] = [];
  /** Refuses the write that takes the mark of an open period away, and no other. */
  refusesToClear = false;
  readonly #store = createMemoryHandsetStore();

  recorder(): UnreachableRecorder {
    const { settings, messages } = this.#store;
    const picky: SettingsStore = {
      setting: (key) => settings.setting(key),
      saveSetting: (key, value) =>
        this.refusesToClear && value === '' ? failure('disk-full') : settings.saveSetting(key, value),
    };
    return new UnreachableRecorder({
      clock: this.clock,
      settings: picky,
      messages: Object.assign(Object.create(messages) as typeof messages, {
        recordUnreachable: (period: UnreachablePeriod) => {
          this.written.push(period);
          return success(undefined);
        },
      }),
      onRecorded: () => undefined,
      health: new StoreHealth(this.clock, { info: () => undefined, warn: () => undefined, error: () => undefined }),
    });
  }
}

describe('the mark of an open period', () => {
  it('is cleared later when the store refused, so that no restart closes the period a second time', async () => {
    const world = new World();
    const recorder = world.recorder();
    recorder.stateChanged(lost(1_000));
    world.refusesToClear = true;
    recorder.stateChanged(registered);
    world.refusesToClear = false;
    await world.clock.run(STORE_RETRY_MS);
    expect(world.written).toHaveLength(2);
    world.recorder().stateChanged(registered);
    expect(world.written).toHaveLength(2);
  });

  it('stays when the next period opens before it could be cleared', () => {
    const world = new World();
    const recorder = world.recorder();
    recorder.stateChanged(lost(1_000));
    world.refusesToClear = true;
    recorder.stateChanged(registered);
    world.refusesToClear = false;
    recorder.stateChanged(lost(2_000));
    world.recorder().stateChanged(registered);
    expect(world.written.map(({ fromMs }) => fromMs)).toEqual([1_000, 1_000, 2_000, 2_000]);
  });
});
