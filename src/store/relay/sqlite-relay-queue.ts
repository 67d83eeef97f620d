import type { SavedAge } from '../../domain/device-age.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import type { Result } from '../../domain/result.ts';
import { deviceAgeMs, epochMs, type DeviceAgeMs } from '../../domain/time.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type {
  QueueChange,
  RelayQueue,
  RelayQueueUsage,
  StoredRequest,
  WaitingFilter,
} from '../../ports/store/relay-queue.ts';
import { assertLimit } from '../database/bounds.ts';
import type { SqliteDatabase } from '../database/sqlite-database.ts';

interface RequestRow {
  readonly position: number;
  readonly sender: string;
  readonly recipient: string;
  readonly storedAtMs: number;
  readonly fromAgeMs: number;
  readonly expiresAtAgeMs: number;
  readonly sealed: Buffer;
  readonly declines: number;
}

interface AgeRow {
  readonly ageMs: number;
  readonly wallMs: number;
  readonly bootId: string | null;
  readonly runningMs: number | null;
}

const SELECT_REQUESTS = `
  SELECT position, sender, recipient, stored_at_ms AS storedAtMs, from_age_ms AS fromAgeMs,
    expires_at_age_ms AS expiresAtAgeMs, sealed, declines
  FROM request`;
const WAITING = 'WHERE recipient = ? AND position > ? AND from_age_ms <= ?';
const NOTHING: RelayQueueUsage = { count: 0, bytes: 0 };
const ANY_AGE_MS = Number.MAX_SAFE_INTEGER;

function requestStatements(database: SqliteDatabase) {
  return {
    insert: database.prepare<[string, string, number, number, number, Uint8Array], never>(
      `INSERT INTO request (sender, recipient, stored_at_ms, from_age_ms, expires_at_age_ms, sealed)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    delete: database.prepare<[number], never>('DELETE FROM request WHERE position = ?'),
    declined: database.prepare<[number], never>('UPDATE request SET declines = declines + 1 WHERE position = ?'),
    byPosition: database.prepare<[number], RequestRow>(`${SELECT_REQUESTS} WHERE position = ?`),
    waiting: database.prepare<[string, number, number, number], RequestRow>(
      `${SELECT_REQUESTS} ${WAITING} ORDER BY position LIMIT ?`,
    ),
    waitingFrom: database.prepare<[string, number, number, string, number], RequestRow>(
      `${SELECT_REQUESTS} ${WAITING} AND sender = ? ORDER BY position LIMIT ?`,
    ),
    senders: database
      .prepare<[string], string>(
        'SELECT sender FROM request WHERE recipient = ? GROUP BY sender ORDER BY min(position)',
      )
      .pluck(),
    released: database
      .prepare<[number, number], string>(
        'SELECT DISTINCT recipient FROM request WHERE from_age_ms > ? AND from_age_ms <= ?',
      )
      .pluck(),
    expired: database.prepare<[number, number], RequestRow>(
      `${SELECT_REQUESTS} WHERE expires_at_age_ms <= ? ORDER BY expires_at_age_ms, position LIMIT ?`,
    ),
    nextExpiry: database.prepare<[], number | null>('SELECT min(expires_at_age_ms) FROM request').pluck(),
  };
}

function usageStatements(database: SqliteDatabase) {
  return {
    held: database.prepare<[string, string], RelayQueueUsage>(
      'SELECT count, bytes FROM held WHERE address = ? AND side = ?',
    ),
    add: database.prepare<[string, string, number, number], never>(
      `INSERT INTO held (address, side, count, bytes) VALUES (?, ?, ?, ?)
       ON CONFLICT (address, side) DO UPDATE SET count = count + excluded.count, bytes = bytes + excluded.bytes`,
    ),
    lower: database.prepare<[number, string, string], never>(
      'UPDATE held SET count = count - 1, bytes = bytes - ? WHERE address = ? AND side = ?',
    ),
    forget: database.prepare<[string, string], never>('DELETE FROM held WHERE count = 0 AND address IN (?, ?)'),
    between: database.prepare<[string, string], RelayQueueUsage>(
      `SELECT count(*) AS count, coalesce(sum(length(sealed)), 0) AS bytes FROM request
       WHERE recipient = ? AND sender = ?`,
    ),
    all: database.prepare<[], RelayQueueUsage>(
      `SELECT coalesce(sum(count), 0) AS count, coalesce(sum(bytes), 0) AS bytes FROM held WHERE side = 'to'`,
    ),
  };
}

function ageStatements(database: SqliteDatabase) {
  return {
    select: database.prepare<[], AgeRow>(
      'SELECT age_ms AS ageMs, wall_ms AS wallMs, boot_id AS bootId, running_ms AS runningMs FROM age',
    ),
    replace: database.prepare<[number, number, string | null, number | null], never>(
      'INSERT OR REPLACE INTO age (only_row, age_ms, wall_ms, boot_id, running_ms) VALUES (1, ?, ?, ?, ?)',
    ),
  };
}

/** `RelayQueue` in an encrypted file of its own. */
export class SqliteRelayQueue implements RelayQueue {
  readonly #database: SqliteDatabase;
  readonly #requests;
  readonly #usage;
  readonly #age;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#requests = requestStatements(database);
    this.#usage = usageStatements(database);
    this.#age = ageStatements(database);
  }

  change({ add, remove, declined = [] }: QueueChange): Result<readonly StoredRequest[], StoreFailure> {
    return this.#database.write(() => {
      for (const position of remove) this.#take(position);
      for (const position of declined) this.#requests.declined.run(position);
      return add.map((request) => this.#put(request));
    });
  }

  waitingFor(to: PeerAddress, limit: number, filter: WaitingFilter = {}): readonly StoredRequest[] {
    assertLimit(limit);
    const { after = 0, atAgeMs = ANY_AGE_MS, from } = filter;
    return this.#database.read(() => {
      const rows =
        from === undefined
          ? this.#requests.waiting.all(to, after, atAgeMs, limit)
          : this.#requests.waitingFrom.all(to, after, atAgeMs, from, limit);
      return rows.map(toRequest);
    });
  }

  sendersTo(to: PeerAddress): readonly PeerAddress[] {
    return this.#database.read(() => this.#requests.senders.all(to)) as PeerAddress[];
  }

  expiredAt(ageMs: DeviceAgeMs, limit: number): readonly StoredRequest[] {
    assertLimit(limit);
    return this.#database.read(() => this.#requests.expired.all(ageMs, limit).map(toRequest));
  }

  nextExpiryAgeMs(): DeviceAgeMs | null {
    const earliest = this.#database.read(() => this.#requests.nextExpiry.get()) ?? null;
    return earliest === null ? null : deviceAgeMs(earliest);
  }

  releasedBetween(afterMs: DeviceAgeMs, atMs: DeviceAgeMs): readonly PeerAddress[] {
    return this.#database.read(() => this.#requests.released.all(afterMs, atMs)) as PeerAddress[];
  }

  usageOf(side: 'from' | 'to', user: PeerAddress): RelayQueueUsage {
    return this.#database.read(() => this.#usage.held.get(user, side)) ?? NOTHING;
  }

  usageBetween(from: PeerAddress, to: PeerAddress): RelayQueueUsage {
    return this.#database.read(() => this.#usage.between.get(to, from)) ?? NOTHING;
  }

  usageOfAll(): RelayQueueUsage {
    return this.#database.read(() => this.#usage.all.get()) ?? NOTHING;
  }

  savedAge(): SavedAge | null {
    const row = this.#database.read(() => this.#age.select.get());
    if (row === undefined) return null;
    const { bootId, runningMs } = row;
    const uptime = bootId === null || runningMs === null ? null : { bootId, runningMs };
    return { ageMs: deviceAgeMs(row.ageMs), wallMs: epochMs(row.wallMs), uptime };
  }

  saveAge({ ageMs, wallMs, uptime }: SavedAge): Result<void, StoreFailure> {
    return this.#database.write(() => {
      this.#age.replace.run(ageMs, wallMs, uptime?.bootId ?? null, uptime?.runningMs ?? null);
    });
  }

  close(): void {
    this.#database.close();
  }

  #put(request: QueueChange['add'][number]): StoredRequest {
    const { from, to, storedAtMs, fromAgeMs, expiresAtAgeMs } = request;
    const sealed = Uint8Array.from(request.sealed);
    const position = Number(
      this.#requests.insert.run(from, to, storedAtMs, fromAgeMs, expiresAtAgeMs, sealed).lastInsertRowid,
    );
    this.#usage.add.run(from, 'from', 1, sealed.length);
    this.#usage.add.run(to, 'to', 1, sealed.length);
    return { position, from, to, storedAtMs, fromAgeMs, expiresAtAgeMs, sealed };
  }

  #take(position: number): void {
    const row = this.#requests.byPosition.get(position);
    if (row === undefined) return;
    this.#requests.delete.run(position);
    this.#usage.lower.run(row.sealed.length, row.sender, 'from');
    this.#usage.lower.run(row.sealed.length, row.recipient, 'to');
    this.#usage.forget.run(row.sender, row.recipient);
  }
}

function toRequest(row: RequestRow): StoredRequest {
  return {
    position: row.position,
    from: row.sender as PeerAddress,
    to: row.recipient as PeerAddress,
    storedAtMs: epochMs(row.storedAtMs),
    fromAgeMs: deviceAgeMs(row.fromAgeMs),
    expiresAtAgeMs: deviceAgeMs(row.expiresAtAgeMs),
    sealed: Uint8Array.from(row.sealed),
    ...(row.declines > 0 ? { declines: row.declines } : {}),
  };
}
