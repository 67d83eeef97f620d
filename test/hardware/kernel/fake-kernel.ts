import { failure, success, type Result } from '../../../src/domain/result.ts';
import type { DeviceFiles, HeldFile } from '../../../src/hardware/kernel/device-files.ts';
import type { SystemFault } from '../../../src/hardware/kernel/system-fault.ts';

/** A kernel made of a map: remembers each write in its order, and refuses what it is told to. */
export class FakeKernel implements DeviceFiles {
  /** `folder/file = value`, oldest first. */
  readonly writes: string[] = [];
  readonly files: Map<string, string>;
  /** The errno with which writing or probing a path fails. */
  readonly refusals: Map<string, string>;

  constructor(files: Readonly<Record<string, string>> = {}, refusals: Readonly<Record<string, string>> = {}) {
    this.files = new Map(Object.entries(files));
    this.refusals = new Map(Object.entries(refusals));
  }

  list(folder: string): Result<readonly string[], SystemFault> {
    const refusal = this.refusals.get(folder);
    if (refusal !== undefined) return failure({ errno: refusal, path: folder });
    const names = [...this.files.keys()]
      .filter((file) => file.startsWith(`${folder}/`))
      .map((file) => file.slice(folder.length + 1).split('/')[0] ?? '');
    return names.length === 0 ? failure({ errno: 'ENOENT', path: folder }) : success([...new Set(names)].sort());
  }

  read(path: string): Result<string, SystemFault> {
    const content = this.files.get(path);
    return content === undefined ? failure({ errno: 'ENOENT', path }) : success(content);
  }

  /** A link is a file that holds where it points to. */
  linkedTo(path: string): Result<string, SystemFault> {
    const target = this.read(path);
    return target.ok ? success(target.value.split('/').at(-1) ?? '') : target;
  }

  write(path: string, value: string): Result<null, SystemFault> {
    const usable = this.probe(path);
    if (!usable.ok) return usable;
    const refusal = this.take(path, value);
    if (refusal !== null) return failure({ errno: refusal, path });
    this.writes.push(`${path.split('/').slice(-2).join('/')} = ${value}`);
    return success(null);
  }

  /** What is written through it is in `writes` as hexadecimal digits. */
  hold(path: string): Result<HeldFile, SystemFault> {
    const usable = this.probe(path);
    if (!usable.ok) return usable;
    return success({
      write: (bytes: Uint8Array) => this.write(path, Buffer.from(bytes).toString('hex')),
      close: () => this.writes.push(`${path.split('/').slice(-2).join('/')} closed`),
    });
  }

  probe(path: string): Result<null, SystemFault> {
    const errno = this.refusals.get(path) ?? (this.files.has(path) ? null : 'ENOENT');
    return errno === null ? success(null) : failure({ errno, path });
  }

  /** What a driver does with a written value. @returns the errno with which it refuses. */
  protected take(path: string, value: string): string | null {
    this.files.set(path, value);
    return null;
  }
}
