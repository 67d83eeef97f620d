import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ImageFailure } from './tools/image-failure.ts';

export const BOARDS = fileURLToPath(new URL('../boards', import.meta.url));

/** What an image must know of a board, beside `board/NAME/board.ts`. The board's folder here also holds its files. */
export interface BoardImage {
  readonly name: string;
  /** The board's device tree for Linux. */
  readonly deviceTree:
    | { readonly kind: 'own'; readonly source: string }
    | {
        readonly kind: 'overlay';
        /** Debian's tree that our overlay is applied to, in the kernel's package. */
        readonly debian: string;
        readonly source: string;
        /** The same overlay over trees of relatives, which lie beside on the card by these names: for emulators. */
        readonly alsoFor: Readonly<Record<string, string>>;
      };
  /** The kernel as the boot loader wants it. */
  readonly kernel: 'Image' | 'Image.gz';
  /** Kernel's command line, but for the slot. */
  readonly commandLine: string;
  /** Of the kernel, loaded before the root file system is there. */
  readonly initramfsModules: readonly string[];
  /** Of the kernel, in the root file system. */
  readonly modules: readonly string[];
  /** Those of them that nothing asks for, loaded at each start. */
  readonly loadedAtStart: readonly string[];
  /** Debian packages that are unpacked for the card and the root file system, without their scripts. */
  readonly unpackedPackages: readonly string[];
  /** Files of those packages that go into the root file system, as paths in it. */
  readonly rootFiles: readonly string[];
  readonly bootLoader: {
    /** How it names the device that it starts from. */
    readonly device: 'virtio' | 'mmc';
    /** Where it may load the kernel, its device tree and the initramfs. */
    readonly addresses: { readonly kernel: string; readonly deviceTree: string; readonly initramfs: string };
    /** U-Boot for this board, in an unpacked package. */
    readonly program: string;
    /** What its first partition holds, as paths in unpacked packages or in the board's folder. */
    readonly files: readonly string[];
    /** Lines of U-Boot's environment, beside those of every board. */
    readonly environment: readonly string[];
  };
  readonly partitions: {
    /** How its boot ROM reads the card. */
    readonly table: 'gpt' | 'hybrid';
    /** Holds an update beside what the boot loader reads. A FAT32 of less than 40 has fewer clusters than there must be. */
    readonly firmwareMiB: number;
    readonly bootMiB: number;
    readonly rootMiB: number;
    /** Holds an update that is fetched, beside the owner's data. */
    readonly dataMiB: number;
  };
}

/** @throws ImageFailure that names the boards there are. */
export async function boardImage(name: string): Promise<BoardImage> {
  const file = join(BOARDS, name, 'image.ts');
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(file)) {
    const there = readdirSync(BOARDS).filter((entry) => existsSync(join(BOARDS, entry, 'image.ts')));
    throw new ImageFailure(`make image: there is no board "${name}" with an image; there are: ${there.join(', ')}`);
  }
  const { image } = (await import(pathToFileURL(file).href)) as { image: BoardImage };
  return image;
}
