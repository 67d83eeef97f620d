import { USERS, type FaultBed, type Part, type User } from './fault-bed.ts';
import { GOOD_LINK } from './lossy-link.ts';
import type { SoakFault } from './soak-plan.ts';

const HOUR_MS = 3_600_000;
/** How long the traffic has to pass a point that one was armed with. */
const ARMED_MS = 4_000;
const CLOCK_WRONG_MS = 1_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets one fault happen from its beginning to its end, when all that it ended runs again. */
export class SoakFaults {
  readonly #bed: FaultBed;
  readonly counted = { faults: 0, kills: 0, atPoints: 0 };

  constructor(bed: FaultBed) {
    this.#bed = bed;
  }

  async happen(fault: SoakFault): Promise<void> {
    this.counted.faults += 1;
    switch (fault.kind) {
      case 'kill':
        return this.#kill(fault.parts);
      case 'kill-handset-at':
        return this.#killHandsetAt(fault);
      case 'kill-relay-at':
        return this.#killRelayAt(fault);
      case 'pull':
        return this.#pull(fault.users, fault.forMs);
      case 'flap':
        for (let time = 0; time < fault.times; time += 1) {
          await this.#pull([fault.user], fault.everyMs);
          await pause(fault.everyMs);
        }
        return;
      case 'bad-link': {
        const link = this.#bed.link(fault.user);
        link.quality = { delayMs: fault.delayMs, loss: fault.loss, resets: 0.01 };
        await pause(fault.forMs);
        link.quality = GOOD_LINK;
        return;
      }
      case 'bad-disk': {
        const disk = this.#bed.disk(fault.part);
        disk.fail(fault.how);
        await pause(fault.forMs);
        disk.work();
        return;
      }
      case 'clock':
        return this.#setClock(fault.part, fault.hours * HOUR_MS);
      case 'clock-and-kill':
        await this.#setClock(fault.user, fault.hours * HOUR_MS);
        return this.#kill([fault.user]);
    }
  }

  async #kill(parts: readonly Part[]): Promise<void> {
    this.counted.kills += parts.length;
    await Promise.all(parts.map((part) => this.#of(part).kill()));
    if (parts.includes('relay')) await this.#startRelay();
    for (const user of USERS) if (parts.includes(user)) await this.#startHandset(user);
  }

  async #killHandsetAt({ user, point, passing }: Extract<SoakFault, { kind: 'kill-handset-at' }>): Promise<void> {
    const handset = this.#bed.handset(user);
    handset.arm({ point, passing });
    if (!(await handset.died(ARMED_MS))) return this.#kill([user]);
    this.counted.kills += 1;
    this.counted.atPoints += 1;
    await this.#startHandset(user);
  }

  async #killRelayAt({ point, passing }: Extract<SoakFault, { kind: 'kill-relay-at' }>): Promise<void> {
    const { relay } = this.#bed;
    relay.arm({ point, passing });
    if (!(await relay.died(ARMED_MS))) return this.#kill(['relay']);
    this.counted.kills += 1;
    this.counted.atPoints += 1;
    await this.#startRelay();
  }

  async #pull(users: readonly User[], forMs: number): Promise<void> {
    for (const user of users) await this.#bed.cable(user).pull();
    await pause(forMs);
    for (const user of users) {
      await this.#bed.cable(user).plug();
      this.#bed.handset(user).reconnect();
    }
  }

  async #setClock(part: Part, offsetMs: number): Promise<void> {
    this.#of(part).setClock(offsetMs);
    if (part !== 'relay') return;
    await pause(CLOCK_WRONG_MS);
    this.#bed.relay.setClock(0);
  }

  async #startRelay(): Promise<void> {
    if (!(await this.#bed.startRelay())) throw new Error(`the relay did not start: ${this.#bed.relay.printed}`);
  }

  async #startHandset(user: User): Promise<void> {
    const handset = this.#bed.handset(user);
    if (!(await handset.start())) throw new Error(`${user} did not start: ${handset.printed}`);
  }

  #of(part: Part): FaultBed['relay'] | ReturnType<FaultBed['handset']> {
    return part === 'relay' ? this.#bed.relay : this.#bed.handset(part);
  }
}
