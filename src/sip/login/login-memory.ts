import { DIGEST_ALGORITHMS, type DigestHash } from '../../wire/authentication/digest-algorithm.ts';
import type { KeptSetting } from '../kept-setting.ts';

/** What the first login taught about the server to which the account is bound. */
export interface KnownLogin {
  /** The realm in which the server asks for the password. */
  readonly realm: string;
  /** The strongest algorithm that the server has offered. */
  readonly best: DigestHash;
}

/**
 * The realm to which an account is bound and the best that its server offered, kept across restarts. It belongs to one
 * account at one SIP domain; with another one nothing is known.
 */
export class LoginMemory {
  readonly #owner: string;
  readonly #setting: KeptSetting;
  /** Undefined until it was read. */
  #known: KnownLogin | null | undefined;

  /** @param owner the account and its domain */
  constructor(owner: string, setting: KeptSetting) {
    this.#owner = owner;
    this.#setting = setting;
  }

  get known(): KnownLogin | null {
    if (this.#known === undefined) this.#known = readKnown(this.#setting.read(), this.#owner);
    return this.#known;
  }

  /** A login succeeded. What was better before stays known, so that nobody can talk the handset down later. */
  learn(realm: string, offered: DigestHash): void {
    const { known } = this;
    const best = known !== null && known.realm === realm ? stronger(known.best, offered) : offered;
    if (known?.realm === realm && known.best === best) return;
    this.#known = { realm, best };
    this.#setting.write(JSON.stringify({ owner: this.#owner, realm, best }));
  }
}

function stronger(one: DigestHash, other: DigestHash): DigestHash {
  return DIGEST_ALGORITHMS.indexOf(one) <= DIGEST_ALGORITHMS.indexOf(other) ? one : other;
}

/** Null when nothing is kept for this owner, or when this version cannot read it. */
function readKnown(text: string, owner: string): KnownLogin | null {
  try {
    const kept = JSON.parse(text) as Partial<Record<'owner' | 'realm' | 'best', unknown>> | null;
    const best = DIGEST_ALGORITHMS.find((hash) => hash === kept?.best);
    if (kept?.owner !== owner || typeof kept.realm !== 'string' || best === undefined) return null;
    return { realm: kept.realm, best };
  } catch {
    return null;
  }
}
