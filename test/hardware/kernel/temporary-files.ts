import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Result } from '../../../src/domain/result.ts';
import { KernelDeviceFiles, type DeviceFiles, type HeldFile } from '../../../src/hardware/kernel/device-files.ts';
import type { SystemFault } from '../../../src/hardware/kernel/system-fault.ts';

/** A tree of real files that stands for the kernel's, read and written as the handset does; nothing in it does anything by itself. */
export class TemporaryFiles implements DeviceFiles {
  writeCount = 0;
  readonly #root = mkdtempSync(join(tmpdir(), 'sysfs-'));
  readonly #files = new KernelDeviceFiles();

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(this.#root + path), { recursive: true });
      writeFileSync(this.#root + path, content);
    }
  }

  list(folder: string): Result<readonly string[], SystemFault> {
    return this.#files.list(this.#root + folder);
  }

  read(path: string): Result<string, SystemFault> {
    return this.#files.read(this.#root + path);
  }

  linkedTo(path: string): Result<string, SystemFault> {
    return this.#files.linkedTo(this.#root + path);
  }

  write(path: string, value: string): Result<null, SystemFault> {
    this.writeCount += 1;
    return this.#files.write(this.#root + path, value);
  }

  hold(path: string): Result<HeldFile, SystemFault> {
    return this.#files.hold(this.#root + path);
  }

  probe(path: string): Result<null, SystemFault> {
    return this.#files.probe(this.#root + path);
  }

  /** What the file holds, empty when it is not there. */
  content(path: string): string {
    const content = this.read(path);
    return content.ok ? content.value : '';
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
