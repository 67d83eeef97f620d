import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { partitionsOf } from '../../../firmware/technician/card/partition-table.ts';
import { checkedConfig } from '../../../firmware/technician/provision/checked-config.ts';
import { provisionCard } from '../../../firmware/technician/provision/provision-card.ts';
import { writeDocument } from '../../../src/main/provisioning/provisioning-document.ts';

const OUT = fileURLToPath(new URL('../../../out/', import.meta.url));

/** A technician's copy of the built card: tests change it, pull the power on it, and start from it again. */
export class Card {
  readonly file: string;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.file = join(folder, 'card.img');
  }

  /** Where `make image BOARD=…` puts what belongs to a board. */
  static outputOf(board: string, name: string): string {
    return join(OUT, board, name);
  }

  /** A copy that takes no more room than what is written on it. */
  static copyOf(source: string): Card {
    const card = new Card(mkdtempSync(join(tmpdir(), 'card-')));
    execFileSync('cp', ['--sparse=always', '--reflink=auto', source, card.file]);
    return card;
  }

  /** What `make provision` makes of a technician's configuration, whose paths are absolute. */
  documentFor(configuration: object): string {
    const file = join(this.#folder, 'configuration.json');
    writeFileSync(file, JSON.stringify(configuration), { mode: 0o600 });
    return writeDocument(checkedConfig('provision', file));
  }

  async provision(document: string): Promise<void> {
    await provisionCard(this.file, document);
  }

  /** Puts a file from here onto a partition of the boot loader's. */
  put(source: string, name: string, partition: 'firmware' | 'bootA' = 'firmware'): void {
    const partitions = partitionsOf(this.file);
    const found = partitions.ok ? partitions.value.find((one) => one.name === partition) : undefined;
    if (found === undefined) throw new Error(`${this.file} has no partition ${partition}`);
    execFileSync('mcopy', ['-o', '-i', `${this.file}@@${found.offsetBytes}`, source, `::${name}`]);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
