import { existsSync, readdirSync, writeFileSync } from 'node:fs';

const PLATFORM = '/sys/devices/platform';

/** The lines of the chip that the kernel itself moves (gpio-sim): what `pull` says, an input reads. */
export class GpioSim {
  readonly #folder: string;

  constructor() {
    const chips = foldersIn(PLATFORM).flatMap(foldersIn);
    const found = chips.find((path) => existsSync(`${path}/sim_gpio0/pull`));
    if (found === undefined) throw new Error('the machine has no gpio-sim');
    this.#folder = found;
  }

  drive(line: number, isHigh: boolean): void {
    writeFileSync(`${this.#folder}/sim_gpio${line}/pull`, isHigh ? 'pull-up' : 'pull-down');
  }
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);
}
