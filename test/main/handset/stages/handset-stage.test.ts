import { must } from '../../../ui/support/memory-handset.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodeRandom } from '../../../../src/crypto/keys/node-random.ts';
import { handsetStage } from '../../../../src/main/handset/stages/handset-stage.ts';
import { next, type Stage, type StageEnd } from '../../../../src/main/handset/stages/stage.ts';
import { StoreUnavailable } from '../../../../src/ports/store/store-unavailable.ts';
import type { OpenedHandsetStore } from '../../../../src/store/handset/open-handset-store.ts';
import { BOB } from '../../../support/handset-world.ts';
import { createMemoryHandsetStore } from '../../../support/memory-store/memory-handset-store.ts';
import { valueOf } from '../../../support/store-fixtures.ts';
import { NO_SERVICE_MANAGER } from '../../../support/no-service-manager.ts';
import { MemoryUpdates } from '../../../support/memory-updates.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { BenchDevice } from '../bench-device.ts';
import { stageConfig } from './stage-config.ts';
import { systemTimeZones } from '../../../support/time-zones.ts';
import { MemoryWallTime } from '../../../support/memory-wall-time.ts';

const config = stageConfig('/nowhere', [{ address: BOB, name: 'Bob', favourite: false }]);
const elsewhere: Stage = { name: 'storage-fault', run: () => Promise.reject(new Error('not run here')) };

describe('the stage of the handset', () => {
  let clock: VirtualClock;
  let device: BenchDevice;
  let store: OpenedHandsetStore;
  let logged: string[];
  let told: MemoryUpdates;
  let stop: () => void;
  let run: () => Promise<StageEnd>;
  beforeEach(() => {
    clock = new VirtualClock();
    device = new BenchDevice(clock);
    logged = [];
    told = new MemoryUpdates();
    const memory = createMemoryHandsetStore();
    const noting = <Part extends object>(part: Part, writes: Partial<Record<keyof Part, string>>): Part =>
      new Proxy(part, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name, target);
          if (typeof value !== 'function') return value;
          const note = writes[name as keyof Part];
          return (...args: readonly unknown[]): unknown => {
            if (note !== undefined) device.journal.push(note);
            return Reflect.apply(value, target, args) as unknown;
          };
        },
      });
    store = {
      ...memory,
      lostChanges: null,
      drafts: noting(memory.drafts, { saveDraft: 'draft kept' }),
      settings: noting(memory.settings, { saveSetting: 'setting kept' }),
      close: () => {
        memory.close();
        device.journal.push('store closed');
      },
    };
    const { promise, resolve } = Promise.withResolvers<null>();
    stop = () => {
      resolve(null);
    };
    const log = (code: string): void => void logged.push(code);
    run = () =>
      handsetStage({
        config,
        system: {
          clock,
          random: new NodeRandom(),
          timeZones: systemTimeZones,
          service: NO_SERVICE_MANAGER,
          wallTime: new MemoryWallTime(),
          memory: { trim: () => device.journal.push('memory given back') },
          updates: told,
          log: { info: log, warn: log, error: log },
          stopAsked: promise,
        },
        store,
        unreadable: ({ failure }) => {
          device.journal.push(`unreadable: ${failure}`);
          return next(elsewhere);
        },
      }).run(device);
  });

  afterEach(() => {
    device.close();
  });

  it('closes in the order that loses nothing: keys, screen with its draft, handset with its age, store', async () => {
    const ended = run();
    device.tap('Down', 'Enter', 'Enter', 'Enter', 'H');
    await clock.run(0);
    device.journal.length = 0;
    stop();
    await clock.run(0);
    expect(await ended).toEqual({ kind: 'stopped' });
    expect(device.journal.filter((entry) => !/^(link|led|light) /.test(entry))).toEqual([
      'draft kept',
      'setting kept',
      'store closed',
    ]);
    expect(device.drawn).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    const writes = device.journal.length;
    device.tap('A', 'Enter');
    expect(device.journal).toHaveLength(writes);
  });

  it('tells how store and registration are, and that they are not once it has ended', async () => {
    const ended = run();
    await clock.run(0);
    expect(told.health).toMatchObject({ store: 'good', registration: 'bad' });
    stop();
    await ended;
    expect(told.health).toMatchObject({ store: 'bad', registration: 'bad' });
  });

  it('lights the screen as the owner wants it, and leaves that at the end', async () => {
    must(store.settings.saveSetting('owner.brightness-percent', '33'));
    const ended = run();
    await clock.run(0);
    expect(device.journal).toContain('light 33');
    stop();
    await ended;
    expect(device.journal.filter((entry) => entry.startsWith('light ')).at(-1)).toBe('light 80');
  });

  it('gives memory back a minute after the screen went dark, and once', async () => {
    device.canDarken = true;
    const ended = run();
    const given = (): number => device.journal.filter((entry) => entry === 'memory given back').length;
    await clock.run(600_000);
    expect(given()).toBe(1);
    device.tap('Down');
    await clock.run(600_000);
    expect(given()).toBe(2);
    stop();
    await ended;
  });

  it('goes where an unreadable storage is told, and has closed it by then', async () => {
    store = {
      ...store,
      messages: new Proxy(store.messages, {
        get: (target, name) => {
          if (name === 'unreadCount') throw new StoreUnavailable('damaged');
          return Reflect.get(target, name, target) as unknown;
        },
      }),
    };
    expect(await run()).toEqual({ kind: 'next', stage: elsewhere });
    expect(device.journal).toContain('unreadable: damaged');
    expect(device.journal.at(-1)).toBe('store closed');
    expect(device.drawn).toBe(0);
  });

  it('closes what it opened when something in it throws, and leaves the screen empty', async () => {
    const { led } = device;
    Object.assign(device, {
      simulated: {
        serve: () => {
          throw new Error('a bug');
        },
        reportLink: () => undefined,
      },
    });
    await expect(run()).rejects.toThrow('a bug');
    expect(device.journal.at(-1)).toBe('store closed');
    expect(device.drawn).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    expect(device.led).toBe(led);
  });

  it('says in the log that the medium lost changes, and on the screen', async () => {
    store = { ...store, lostChanges: { transactions: 1, copyPath: null } };
    const ended = run();
    expect(logged).toContain('store.lost-changes');
    expect(device.lines.join(' ')).toContain('Some messages may be missing');
    stop();
    await ended;
  });

  it("types in the owner's language from the first key", async () => {
    valueOf(store.settings.saveSetting('owner.language', 'it'));
    const ended = run();
    device.tap('Down', 'Enter', 'Enter', 'Enter', 'Alt', 'F');
    expect(device.requests?.screenText().focused).toBe('à');
    stop();
    await ended;
  });
});
