import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Left free for messages while an update lies beside them. */
const KEPT_FREE_BYTES = 48 * 1024 * 1024;
/** What was handed over is not fetched again for this time, whatever became of it. */
export const AGAIN_AFTER_MS = 86_400_000;

const READY = 'update.raucb';
const DELIVERED = 'delivered';

/** Where an update is put together that is fetched; each piece is named by the hash of the whole. */
export class IncomingFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** One waits here for whoever installs it. */
  get isFull(): boolean {
    return existsSync(join(this.path, READY));
  }

  /** It was handed over a short time ago. */
  wasDelivered(sha256: string, nowMs: number): boolean {
    const file = join(this.path, DELIVERED);
    if (!existsSync(file) || readFileSync(file, 'utf8') !== sha256) return false;
    return Math.abs(nowMs - statSync(file).mtimeMs) < AGAIN_AFTER_MS;
  }

  partOf(sha256: string): string {
    return join(this.path, `${sha256}.part`);
  }

  /** How much of it is here. What belongs to another update goes. */
  begin(sha256: string): number {
    for (const name of readdirSync(this.path)) {
      if (name.endsWith('.part') && name !== `${sha256}.part`) rmSync(join(this.path, name));
    }
    const part = this.partOf(sha256);
    if (!existsSync(part)) writeFileSync(part, '');
    return statSync(part).size;
  }

  hasRoomFor(bytes: number): boolean {
    const { bavail, bsize } = statfsSync(this.path);
    return bavail * bsize >= bytes + KEPT_FREE_BYTES;
  }

  startOver(sha256: string): void {
    truncateSync(this.partOf(sha256));
  }

  /** Hands the whole over. False, and nothing is left of it, when it is not what was promised. */
  async deliver(sha256: string): Promise<boolean> {
    const part = this.partOf(sha256);
    const hash = createHash('sha256');
    for await (const piece of createReadStream(part)) hash.update(piece as Buffer);
    if (hash.digest('hex') !== sha256) {
      rmSync(part);
      return false;
    }
    const file = openSync(part, 'r+');
    fsyncSync(file);
    closeSync(file);
    writeFileSync(join(this.path, DELIVERED), sha256);
    renameSync(part, join(this.path, READY));
    return true;
  }
}
