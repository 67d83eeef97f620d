import type { SavedAge } from '../../domain/device-age.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import { deviceAgeMs, epochMs, type DeviceAgeMs } from '../../domain/time.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { RelayQueue, RelayQueueUsage, StoredRequest } from '../../ports/store/relay-queue.ts';
import { assertLimit } from '../database/bounds.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';

interface RequestRow {
  readonly position: number;
  readonly sender: string;
  readonly recipient: string;
  readonly storedAtMs: number;
  readonly expiresAtAgeMs: number;
  readonly sealed: Buffer;
}

interface AgeRow {
  readonly ageMs: number;
  readonly wallMs: number;
  readonly bootId: string | null;
  readonly runningMs: number | null;
}

const SELECT_REQUESTS = `
  SELECT position, sender, recipient, stored_at_ms AS storedAtMs, expires_at_age_ms AS expiresAtAgeMs, sealed
  FROM request`;

/** `RelayQueue` in an encrypted file of its own. */
export class SqliteRelayQueue implements RelayQueue {
  readonly #database: SqliteDatabase;
  readonly #insert;
  readonly #delete;
  readonly #byPosition;
  readonly #selectWaiting;
  readonly #selectExpired;
  readonly #selectNextExpiry;
  readonly #selectHeld;
  readonly #addHeld;
  readonly #lowerHeld;
  readonly #forgetHeld;
  readonly #countPair;
  readonly #selectAge;
  readonly #replaceAge;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#insert = database.prepare<[string, string, number, number, Uint8Array], never>(
      'INSERT INTO request (sender, recipient, stored_at_ms, expires_at_age_ms, sealed) VALUES (?, ?, ?, ?, ?)',
    );
    this.#delete = database.prepare<[number], never>('DELETE FROM request WHERE position = ?');
    this.#byPosition = database.prepare<[number], RequestRow>(`${SELECT_REQUESTS} WHERE position = ?`);
    this.#selectWaiting = database.prepare<[string, number, number], RequestRow>(
      `${SELECT_REQUESTS} WHERE recipient = ? AND position > ? ORDER BY position LIMIT ?`,
    );
    this.#selectExpired = database.prepare<[number, number], RequestRow>(
      `${SELECT_REQUESTS} WHERE expires_at_age_ms <= ? ORDER BY expires_at_age_ms, position LIMIT ?`,
    );
    this.#selectNextExpiry = database.prepare<[], number | null>('SELECT min(expires_at_age_ms) FROM request').pluck();
    this.#selectHeld = database.prepare<[string, string], RelayQueueUsage>(
      'SELECT count, bytes FROM held WHERE address = ? AND side = ?',
    );
    this.#addHeld = database.prepare<[string, string, number, number], never>(
      `INSERT INTO held (address, side, count, bytes) VALUES (?, ?, ?, ?)
       ON CONFLICT (address, side) DO UPDATE SET count = count + excluded.count, bytes = bytes + excluded.bytes`,
    );
    this.#lowerHeld = database.prepare<[number, string, string], never>(
      'UPDATE held SET count = count - 1, bytes = bytes - ? WHERE address = ? AND side = ?',
    );
    this.#forgetHeld = database.prepare<[string, string], never>(
      'DELETE FROM held WHERE count = 0 AND address IN (?, ?)',
    );
    this.#countPair = database
      .prepare<[string, string], number>('SELECT count(*) FROM request WHERE recipient = ? AND sender = ?')
      .pluck();
    this.#selectAge = database.prepare<[], AgeRow>(
      'SELECT age_ms AS ageMs, wall_ms AS wallMs, boot_id AS bootId, running_ms AS runningMs FROM age',
    );
    this.#replaceAge = database.prepare<[number, number, string | null, number | null], never>(
      'INSERT OR REPLACE INTO age (only_row, age_ms, wall_ms, boot_id, running_ms) VALUES (1, ?, ?, ?, ?)',
    );
  }

  addAll(requests: readonly Omit<StoredRequest, 'position'>[]): Result<readonly StoredRequest[], StoreFailure> {
    return this.#database.write(() => requests.map((request) => this.#put(request)));
  }

  waitingFor(to: PeerAddress, limit: number, after = 0): readonly StoredRequest[] {
    assertLimit(limit);
    return this.#database.read(() => this.#selectWaiting.all(to, after, limit).map(toRequest));
  }

  remove(position: number): Result<void, StoreFailure> {
    return this.#database.write(() => {
      this.#take(position);
    });
  }

  replace(position: number, request: Omit<StoredRequest, 'position'>): Result<StoredRequest, StoreFailure> {
    return this.#database.write(() => {
      this.#take(position);
      return this.#put(request);
    });
  }

  expiredAt(ageMs: DeviceAgeMs, limit: number): readonly StoredRequest[] {
    assertLimit(limit);
    return this.#database.read(() => this.#selectExpired.all(ageMs, limit).map(toRequest));
  }

  nextExpiryAgeMs(): DeviceAgeMs | null {
    const earliest = this.#database.read(() => this.#selectNextExpiry.get()) ?? null;
    return earliest === null ? null : deviceAgeMs(earliest);
  }

  usageOf(side: 'from' | 'to', user: PeerAddress): RelayQueueUsage {
    return this.#database.read(() => this.#selectHeld.get(user, side)) ?? { count: 0, bytes: 0 };
  }

  countBetween(from: PeerAddress, to: PeerAddress): number {
    return this.#database.read(() => this.#countPair.get(to, from)) ?? 0;
  }

  savedAge(): SavedAge | null {
    const row = this.#database.read(() => this.#selectAge.get());
    if (row === undefined) return null;
    const { bootId, runningMs } = row;
    const uptime = bootId === null || runningMs === null ? null : { bootId, runningMs };
    return { ageMs: deviceAgeMs(row.ageMs), wallMs: epochMs(row.wallMs), uptime };
  }

  saveAge({ ageMs, wallMs, uptime }: SavedAge): Result<void, StoreFailure> {
    return this.#database.write(() => {
      this.#replaceAge.run(ageMs, wallMs, uptime?.bootId ?? null, uptime?.runningMs ?? null);
    });
  }

  close(): void {
    this.#database.close();
  }

  #put(request: Omit<StoredRequest, 'position'>): StoredRequest {
    const { from, to, storedAtMs, expiresAtAgeMs } = request;
    const sealed = Uint8Array.from(request.sealed);
    const position = Number(this.#insert.run(from, to, storedAtMs, expiresAtAgeMs, sealed).lastInsertRowid);
    this.#addHeld.run(from, 'from', 1, sealed.length);
    this.#addHeld.run(to, 'to', 1, sealed.length);
    return { position, from, to, storedAtMs, expiresAtAgeMs, sealed };
  }

  #take(position: number): void {
    const row = this.#byPosition.get(position);
    if (row === undefined) return;
    this.#delete.run(position);
    this.#lowerHeld.run(row.sealed.length, row.sender, 'from');
    this.#lowerHeld.run(row.sealed.length, row.recipient, 'to');
    this.#forgetHeld.run(row.sender, row.recipient);
  }
}

function toRequest(row: RequestRow): StoredRequest {
  return {
    position: row.position,
    from: row.sender as PeerAddress,
    to: row.recipient as PeerAddress,
    storedAtMs: epochMs(row.storedAtMs),
    expiresAtAgeMs: deviceAgeMs(row.expiresAtAgeMs),
    sealed: Uint8Array.from(row.sealed),
  };
}
