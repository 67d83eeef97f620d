import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileVault } from '../../../../src/crypto/keys/file-vault.ts';
import { NodeRandom } from '../../../../src/crypto/keys/node-random.ts';
import type { Contact } from '../../../../src/domain/contact.ts';
import type { Result } from '../../../../src/domain/result.ts';
import type { HandsetConfig } from '../../../../src/main/config/handset-config.ts';
import { firstStage } from '../../../../src/main/handset/stages/handset-stages.ts';
import { runStages } from '../../../../src/main/handset/stages/run-stages.ts';
import { TRY_AGAIN_MS } from '../../../../src/main/handset/stages/storage-fault-stage.ts';
import { openHandsetStore, type OpenedHandsetStore } from '../../../../src/store/handset/open-handset-store.ts';
import { BOB } from '../../../support/handset-world.ts';
import { incoming, valueOf } from '../../../support/store-fixtures.ts';
import { NO_SERVICE_MANAGER } from '../../../support/no-service-manager.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { BenchDevice } from '../bench-device.ts';
import { stageConfig } from './stage-config.ts';
import { systemTimeZones } from '../../../support/time-zones.ts';
import { NO_UPDATES } from '../../../../src/hardware/update/no-updates.ts';
import { MemoryWallTime } from '../../../support/memory-wall-time.ts';

const bob: Contact = { address: BOB, name: 'Bob', favourite: false };

/** One handset with all its real parts but the machine's clock and board, from power on to power off. */
class Run {
  readonly clock = new VirtualClock();
  readonly device = new BenchDevice(this.clock);
  readonly logged: string[] = [];
  readonly #stop = Promise.withResolvers<null>();
  readonly #ended: Promise<Result<void, string>>;

  constructor(config: HandsetConfig) {
    const log = (code: string): void => void this.logged.push(code);
    const system = {
      clock: this.clock,
      random: new NodeRandom(),
      timeZones: systemTimeZones,
      service: NO_SERVICE_MANAGER,
      wallTime: new MemoryWallTime(),
      memory: { trim: () => undefined },
      updates: NO_UPDATES,
      log: { info: log, warn: log, error: log },
      stopAsked: this.#stop.promise,
    };
    this.#ended = runStages(firstStage(config, system), this.device, system.log);
  }

  /** Lets some time pass on the handset's clock, and what waits for a turn of the loop happen. */
  async pass(durationMs = 0): Promise<this> {
    await this.clock.run(durationMs);
    return this;
  }

  async end(): Promise<Result<void, string>> {
    this.#stop.resolve(null);
    await this.pass();
    return this.#ended;
  }

  get ended(): Promise<Result<void, string>> {
    return this.#ended;
  }
}

describe("a handset's stages", () => {
  let folder: string;
  let config: HandsetConfig;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stages-'));
    config = stageConfig(join(folder, 'data'), [bob]);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** What the handset left behind: its store can be opened, so it was closed. */
  const left = async <Value>(read: (store: OpenedHandsetStore) => Value): Promise<Awaited<Value>> => {
    const key = valueOf(new FileVault(join(config.dataFolder, 'store.key'), new NodeRandom()).storeKey());
    const store = valueOf(openHandsetStore({ path: join(config.dataFolder, 'messages.db'), key }));
    try {
      return await read(store);
    } finally {
      store.close();
    }
  };
  const on = (more: Partial<HandsetConfig> = {}): Promise<Run> => new Run({ ...config, ...more }).pass();
  /** A file stands where the folder should be. */
  const spoil = (): void => {
    writeFileSync(config.dataFolder, '');
  };

  it('show Home at the first start, and close everything in order at the end', async () => {
    const run = await on();
    expect(run.device.lines).toContain('History');
    expect(await run.end()).toEqual({ ok: true, value: undefined });
    const closing = ['keypad closed', 'led closed', 'buzzer closed', 'screen closed'];
    expect(run.device.journal.slice(-4)).toEqual(closing);
    expect(run.clock.pendingTimers).toBe(0);
    expect(await left(({ settings }) => settings.setting('device-age'))).not.toBeNull();
  });

  it('keep what was being written when they end: the screen closes before the store', async () => {
    const run = await on();
    run.device.tap('Down', 'Enter', 'Enter', 'Enter', 'H', 'A', 'L', 'F');
    await run.end();
    expect(await left(({ drafts }) => drafts.draft(BOB)?.text)).toBe('Half');
  });

  it('show by the LED what is unread before any key is pressed', async () => {
    await (await on()).end();
    await left(({ messages }) => valueOf(messages.addIncoming(incoming('m1', { peer: BOB }))));
    const run = await on();
    expect(run.device.journal.find((entry) => entry.startsWith('led'))).toBe('led message');
    await run.end();
  });

  it("leave the owner's favourites over a start, also of contacts that the operator gives", async () => {
    const run = await on();
    run.device.tap('Down', 'Enter', 'Enter', 'Down', 'Down', 'Enter');
    expect(run.device.lines).toContain('On');
    await run.end();
    await (await on()).end();
    expect(await left(({ contacts }) => contacts.contact(BOB))).toEqual({ ...bob, favourite: true });
  });

  it("are in the operator's language and theme, then in the owner's", async () => {
    const italian = { settings: { defaults: { language: 'it' }, locked: [] } } as const;
    const run = await on(italian);
    expect(run.device.lines).toContain('Cronologia');
    await run.end();
    await left(({ settings }) => {
      valueOf(settings.saveSetting('owner.language', 'en'));
    });
    const again = await on(italian);
    expect(again.device.lines).toContain('History');
    await again.end();
  });

  it('tell by screen and LED that the storage cannot be used, and go on by themselves once it can', async () => {
    spoil();
    const run = await on();
    expect(run.device.lines).toContain('For the technician: not-a-folder');
    expect(run.device.journal).toEqual(['led failed']);
    await run.pass(TRY_AGAIN_MS);
    await run.pass(TRY_AGAIN_MS);
    expect(run.device.lines).toContain('For the technician: not-a-folder');
    expect(run.logged).toEqual(['store.unusable']);
    const widgets = run.device.lvgl.census;
    await run.pass(TRY_AGAIN_MS);
    expect(run.device.lvgl.census).toEqual(widgets);
    rmSync(config.dataFolder);
    await run.pass(TRY_AGAIN_MS);
    expect(run.device.lines).toContain('History');
    run.device.tap('Enter');
    expect(run.device.lines).toContain('type to search');
    expect(await run.end()).toEqual({ ok: true, value: undefined });
  });

  it('try the storage at once when the owner presses Enter', async () => {
    spoil();
    const run = await on();
    rmSync(config.dataFolder);
    run.device.tap('Down');
    expect((await run.pass()).device.lines).toContain('For the technician: not-a-folder');
    run.device.tap('Enter');
    expect((await run.pass()).device.lines).toContain('History');
    await run.end();
  });

  it('drop the keys that are pressed while there is nothing to press them for', async () => {
    spoil();
    const run = await on();
    run.device.tap('Enter', 'Down', 'Enter');
    rmSync(config.dataFolder);
    await run.pass(TRY_AGAIN_MS);
    expect(run.device.lines).toContain('History');
    expect(run.device.lines).toContain('Contacts');
    await run.end();
  });

  it('end at once in good order while they tell of the storage', async () => {
    spoil();
    const run = await on();
    expect(await run.end()).toEqual({ ok: true, value: undefined });
    expect(run.device.journal.at(-1)).toBe('screen closed');
    expect(run.clock.pendingTimers).toBe(0);
  });

  it('end with one line for the technician where another process has the storage', async () => {
    await (await on()).end();
    const run = await left(async () => {
      const second = await on();
      expect(second.device.journal.at(-1)).toBe('screen closed');
      return second;
    });
    const ended = await run.ended;
    expect(ended.ok ? '' : ended.error).toMatch(/^The handset could not start: .*messages\.db: in-use: /);
  });
});
