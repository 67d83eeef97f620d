import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OUT = fileURLToPath(new URL('../../../out/', import.meta.url));
const SECTOR_BYTES = 512;

/** Programs for file systems are in sbin, which is not in everybody's PATH. */
const SBIN = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
const QUIET = { env: SBIN, stdio: 'ignore' } as const;
/** The user that the handset's program runs as (firmware/rootfs, sysusers.d). */
const HANDSET_USER = 800;

interface PartitionTable {
  readonly partitiontable: {
    readonly partitions: readonly { readonly name?: string; readonly start: number; readonly size: number }[];
  };
}

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

  copy(): Card {
    return Card.copyOf(this.file);
  }

  /** Byte where the partition of that name begins. */
  offsetOf(partition: string): number {
    return this.#partition(partition).offsetBytes;
  }

  #partition(name: string): { readonly offsetBytes: number; readonly lengthBytes: number } {
    const table = JSON.parse(
      execFileSync('sfdisk', ['--json', this.file], { encoding: 'utf8', env: SBIN }),
    ) as PartitionTable;
    const found = table.partitiontable.partitions.find((one) => one.name === name);
    if (found === undefined) throw new Error(`${this.file} has no partition ${name}`);
    return { offsetBytes: found.start * SECTOR_BYTES, lengthBytes: found.size * SECTOR_BYTES };
  }

  /** Puts a file onto the partition that a technician's computer can read. */
  put(name: string, content: string): void {
    const source = join(this.#folder, 'put');
    writeFileSync(source, content);
    execFileSync('mcopy', ['-o', '-i', `${this.file}@@${this.offsetOf('firmware')}`, source, `::${name}`]);
    rmSync(source);
  }

  /** Puts configuration and authority where the handset's program reads them, as provisioning does. */
  provision(configuration: object, caPem: string): void {
    const files = { 'handset.json': JSON.stringify(configuration), 'ca.pem': caPem };
    const partition = join(this.#folder, 'data');
    const place = [`if=${this.file}`, `of=${partition}`, 'bs=1M', 'iflag=skip_bytes,count_bytes'];
    const { offsetBytes, lengthBytes } = this.#partition('data');
    execFileSync('dd', [...place, `skip=${offsetBytes}`, `count=${lengthBytes}`, 'conv=sparse'], QUIET);
    const commands = ['mkdir handset', ...owned('handset', '040700')];
    for (const [name, content] of Object.entries(files)) {
      const source = join(this.#folder, name);
      writeFileSync(source, content);
      commands.push(`write ${source} handset/${name}`, ...owned(`handset/${name}`, '0100600'));
    }
    execFileSync('debugfs', ['-w', '-f', '-', partition], {
      ...QUIET,
      stdio: ['pipe', 'ignore', 'ignore'],
      input: commands.join('\n'),
    });
    const back = [`if=${partition}`, `of=${this.file}`, 'bs=1M', 'oflag=seek_bytes', `seek=${offsetBytes}`];
    execFileSync('dd', [...back, 'conv=notrunc,sparse'], QUIET);
    rmSync(partition);
  }

  /** What lies at the root of that partition. */
  listing(): string {
    return execFileSync('mdir', ['-b', '-i', `${this.file}@@${this.offsetOf('firmware')}`, '::'], { encoding: 'utf8' });
  }

  get bytes(): number {
    return statSync(this.file).size;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Commands of debugfs(8) that give a file to the handset's user. */
function owned(path: string, mode: string): readonly string[] {
  return [`sif ${path} uid ${HANDSET_USER}`, `sif ${path} gid ${HANDSET_USER}`, `sif ${path} mode ${mode}`];
}
