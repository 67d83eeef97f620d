import type { PeerAddress } from '../domain/peer-address.ts';
import type { Result } from '../domain/result.ts';
import { epochMs, type EpochMs } from '../domain/time.ts';
import type { StoreFailure } from '../ports/message-store.ts';
import type { RelayQueue, RelayQueueUsage, StoredRequest } from '../ports/relay-queue.ts';
import { assertLimit } from './bounds.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

interface RequestRow {
  readonly position: number;
  readonly sender: string;
  readonly recipient: string;
  readonly storedAtMs: number;
  readonly expiresAtMs: number;
  readonly sealed: Buffer;
}

const SELECT_REQUESTS = `
  SELECT position, sender, recipient, stored_at_ms AS storedAtMs, expires_at_ms AS expiresAtMs, sealed FROM request`;

/** `RelayQueue` on an encrypted file of its own. */
export class SqliteRelayQueue implements RelayQueue {
  private readonly database: SqliteDatabase;
  private readonly insert;
  private readonly delete;
  private readonly byPosition;
  private readonly selectWaiting;
  private readonly selectExpired;
  private readonly selectNextExpiry;
  private readonly selectHeld;
  private readonly addHeld;
  private readonly lowerHeld;
  private readonly forgetHeld;

  constructor(database: SqliteDatabase) {
    this.database = database;
    this.insert = database.prepare<[string, string, number, number, Uint8Array], never>(
      'INSERT INTO request (sender, recipient, stored_at_ms, expires_at_ms, sealed) VALUES (?, ?, ?, ?, ?)',
    );
    this.delete = database.prepare<[number], never>('DELETE FROM request WHERE position = ?');
    this.byPosition = database.prepare<[number], RequestRow>(`${SELECT_REQUESTS} WHERE position = ?`);
    this.selectWaiting = database.prepare<[string, number], RequestRow>(
      `${SELECT_REQUESTS} WHERE recipient = ? ORDER BY position LIMIT ?`,
    );
    this.selectExpired = database.prepare<[number, number], RequestRow>(
      `${SELECT_REQUESTS} WHERE expires_at_ms <= ? ORDER BY expires_at_ms, position LIMIT ?`,
    );
    this.selectNextExpiry = database.prepare<[], number | null>('SELECT min(expires_at_ms) FROM request').pluck();
    this.selectHeld = database.prepare<[string, string], RelayQueueUsage>(
      'SELECT count, bytes FROM held WHERE address = ? AND side = ?',
    );
    this.addHeld = database.prepare<[string, string, number, number], never>(
      `INSERT INTO held (address, side, count, bytes) VALUES (?, ?, ?, ?)
       ON CONFLICT (address, side) DO UPDATE SET count = count + excluded.count, bytes = bytes + excluded.bytes`,
    );
    this.lowerHeld = database.prepare<[number, string, string], never>(
      'UPDATE held SET count = count - 1, bytes = bytes - ? WHERE address = ? AND side = ?',
    );
    this.forgetHeld = database.prepare<[string, string], never>(
      'DELETE FROM held WHERE count = 0 AND address IN (?, ?)',
    );
  }

  add(request: Omit<StoredRequest, 'position'>): Result<StoredRequest, StoreFailure> {
    return this.database.write(() => {
      const { from, to, storedAtMs, expiresAtMs } = request;
      const sealed = Uint8Array.from(request.sealed);
      const position = Number(this.insert.run(from, to, storedAtMs, expiresAtMs, sealed).lastInsertRowid);
      this.addHeld.run(from, 'from', 1, sealed.length);
      this.addHeld.run(to, 'to', 1, sealed.length);
      return { position, from, to, storedAtMs, expiresAtMs, sealed };
    });
  }

  waitingFor(to: PeerAddress, limit: number): readonly StoredRequest[] {
    assertLimit(limit);
    return this.database.read(() => this.selectWaiting.all(to, limit).map(toRequest));
  }

  remove(position: number): Result<void, StoreFailure> {
    return this.database.write(() => {
      const row = this.byPosition.get(position);
      if (row === undefined) return;
      this.delete.run(position);
      this.lowerHeld.run(row.sealed.length, row.sender, 'from');
      this.lowerHeld.run(row.sealed.length, row.recipient, 'to');
      this.forgetHeld.run(row.sender, row.recipient);
    });
  }

  expiredAt(nowMs: EpochMs, limit: number): readonly StoredRequest[] {
    assertLimit(limit);
    return this.database.read(() => this.selectExpired.all(nowMs, limit).map(toRequest));
  }

  nextExpiryMs(): EpochMs | null {
    const earliest = this.database.read(() => this.selectNextExpiry.get()) ?? null;
    return earliest === null ? null : epochMs(earliest);
  }

  usageOf(side: 'from' | 'to', user: PeerAddress): RelayQueueUsage {
    return this.database.read(() => this.selectHeld.get(user, side)) ?? { count: 0, bytes: 0 };
  }

  close(): void {
    this.database.close();
  }
}

function toRequest(row: RequestRow): StoredRequest {
  return {
    position: row.position,
    from: row.sender as PeerAddress,
    to: row.recipient as PeerAddress,
    storedAtMs: epochMs(row.storedAtMs),
    expiresAtMs: epochMs(row.expiresAtMs),
    sealed: Uint8Array.from(row.sealed),
  };
}
