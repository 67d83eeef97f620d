import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Revocations } from '../../ports/network/revocations.ts';
import { errorCodeOf } from '../keys/atomic-file.ts';
import { readRevocationLists, type RevocationList } from './revocation-list.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * The lists of a file that the operator replaces from time to time: a file that changed is read again at the next
 * handshake. What cannot be read then is told, and what was known before stays in force. So does a list whose time is
 * over: a CA that is late must not cut every handset off.
 */
export class RevocationFile implements Revocations {
  readonly #path: string;
  readonly #authorities: readonly X509Certificate[];
  readonly #unreadable: (why: string) => void;
  #lists: readonly RevocationList[] = [];
  #readVersion = '';

  /** @param unreadable called with one line when a changed file cannot be used. */
  constructor(path: string, authorityPem: string, unreadable: (why: string) => void) {
    this.#path = path;
    this.#authorities = [...authorityPem.matchAll(CERTIFICATE)].flatMap(([pem]) => certificateOf(pem) ?? []);
    this.#unreadable = unreadable;
  }

  /** Reads the file anew when it has changed. The failure is one line without the path. */
  refresh(): Result<void, string> {
    try {
      const { mtimeMs, size, ino } = statSync(this.#path);
      const version = `${mtimeMs} ${size} ${ino}`;
      if (version === this.#readVersion) return success(undefined);
      // A file that is wrong is told once, and not at each handshake.
      this.#readVersion = version;
      return this.#take(readFileSync(this.#path, 'utf8'));
    } catch (error) {
      if (errorCodeOf(error) === null) throw error;
      return failure(`cannot be read (${errorCodeOf(error) ?? ''}); mend its path or its rights`);
    }
  }

  /** The earliest time at which one of the lists is over; null when none says. */
  get endsAtMs(): number | null {
    const ends = this.#lists.flatMap(({ nextUpdateMs }) => (nextUpdateMs === null ? [] : [nextUpdateMs]));
    return ends.length === 0 ? null : Math.min(...ends);
  }

  isRevoked(certificate: Uint8Array, issuer: Uint8Array): boolean {
    const refreshed = this.refresh();
    if (!refreshed.ok) this.#unreadable(refreshed.error);
    const { serialNumber } = new X509Certificate(certificate);
    const lists = this.#lists.filter((list) => list.names(serialNumber));
    return lists.length > 0 && lists.some((list) => list.isSignedBy(new X509Certificate(issuer)));
  }

  #take(pem: string): Result<void, string> {
    const lists = readRevocationLists(pem);
    if (!lists.ok) return lists;
    if (!lists.value.every((list) => this.#authorities.some((authority) => list.isSignedBy(authority)))) {
      return failure('holds a list that no certificate of server.ca has signed; add the one of its CA there');
    }
    this.#lists = lists.value;
    return success(undefined);
  }
}

/** Null for a block that holds no certificate; it has signed nothing. */
function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
