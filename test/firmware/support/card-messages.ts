import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partitionsOf } from '../../../firmware/technician/card/partition-table.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { openStorage } from '../../../src/main/handset/open-storage.ts';

export interface KeptMessage {
  readonly direction: 'incoming' | 'outgoing';
  readonly text: string;
}

const CHUNK_BYTES = 1 << 20;
/** e2fsck: errors that it did not mend by itself begin here. */
const UNMENDED = 4;
const MOST_MESSAGES = 1_000;

/**
 * The messages with a peer on a card of a handset that is off, oldest first, read by the product's own store from a copy.
 * @throws Error when the file system or the store cannot be used, or the store misses what it had made safe.
 */
export function messagesOn(card: string, peer: PeerAddress): readonly KeptMessage[] {
  const folder = mkdtempSync(join(tmpdir(), 'card-data-'));
  try {
    const data = join(folder, 'data.ext4');
    copyPartition(card, 'data', data);
    // As the handset's first root does at each start.
    const checked = spawnSync('e2fsck', ['-p', data], { encoding: 'utf8' });
    if ((checked.status ?? UNMENDED) >= UNMENDED) throw new Error(`e2fsck: ${checked.stdout}${checked.stderr}`);
    spawnSync('debugfs', ['-R', `rdump /handset/data ${folder}`, data], { encoding: 'utf8' });
    makeOurs(join(folder, 'data'));
    const opened = openStorage(join(folder, 'data'), new NodeRandom());
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    if (opened.value.lostChanges !== null) throw new Error(`lost: ${JSON.stringify(opened.value.lostChanges)}`);
    const events = opened.value.messages.events(peer, { beforeSequence: null, limit: MOST_MESSAGES });
    opened.value.close();
    return events.flatMap((event) =>
      event.kind === 'message' ? [{ direction: event.message.direction, text: event.message.body }] : [],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyPartition(card: string, name: string, into: string): void {
  const partitions = partitionsOf(card);
  const found = partitions.ok ? partitions.value.find((one) => one.name === name) : undefined;
  if (found === undefined) throw new Error(`${card} has no partition ${name}`);
  const [from, to] = [openSync(card, 'r'), openSync(into, 'w')];
  const bytes = Buffer.alloc(CHUNK_BYTES);
  for (let at = 0; at < found.sizeBytes; at += CHUNK_BYTES) {
    const count = readSync(from, bytes, 0, Math.min(CHUNK_BYTES, found.sizeBytes - at), found.offsetBytes + at);
    writeSync(to, bytes, 0, count, at);
  }
  closeSync(from);
  closeSync(to);
}

/** On the card they belong to the handset's user. */
function makeOurs(folder: string): void {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  for (const name of ['.', ...readdirSync(folder)]) chownSync(join(folder, name), uid, gid);
  chmodSync(folder, 0o700);
}
