import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The owners of the simulated handsets, and the contacts that each of them has from the first start. */
export const SIMULATED_OWNERS = [
  { name: 'Alice', user: 'alice' },
  { name: 'Bob', user: 'bob' },
] as const;
export const SIMULATED_DOMAIN = 'relay.test';

/** Contacts who are never online: they show lists, alphabets and failures. */
const OTHERS = [
  { name: 'Amira Haddad', user: 'amira' },
  { name: 'Γιώργος Παππάς', user: 'giorgos' },
  { name: 'Клара Новак', user: 'klara' },
] as const;

/** The folder in which `make run` keeps its files. They are made at the first start and kept. */
export class SimulatorData {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** A file with the account's password: random, made once, readable by its owner only. */
  passwordFile(user: string): string {
    const file = join(this.folder, `${user}.password`);
    if (!existsSync(file))
      writeFileSync(file, `${randomBytes(18).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    return file;
  }

  get authorityFile(): string {
    return join(this.folder, 'relay', 'certificates', 'ca.pem');
  }

  /** With `port` 0 the kernel chooses the relay's port. */
  writeRelayConfig(port = 0): string {
    return this.#write('relay.json', {
      domain: SIMULATED_DOMAIN,
      host: '127.0.0.1',
      port,
      dataFolder: 'relay',
      trial: true,
      accounts: [...SIMULATED_OWNERS, ...OTHERS].map(({ user }) => ({
        address: `sip:${user}@${SIMULATED_DOMAIN}`,
        password: readFileSync(this.passwordFile(user), 'utf8').trimEnd(),
      })),
    });
  }

  writeHandsetConfig(user: string, board: string, relay: { readonly host: string; readonly port: number }): string {
    return this.#write(`${user}.json`, {
      server: { domain: SIMULATED_DOMAIN, ca: this.authorityFile, host: relay.host, port: relay.port },
      account: { address: `sip:${user}@${SIMULATED_DOMAIN}`, passwordFile: this.passwordFile(user) },
      board,
      dataFolder: user,
      // A simulated handset is used by scripts and by readers of the README, who take their time.
      keypadLockSeconds: 600,
      screenOffSeconds: 600,
      contacts: [...SIMULATED_OWNERS, ...OTHERS]
        .filter((person) => person.user !== user)
        .map((person) => ({ name: person.name, address: `sip:${person.user}@${SIMULATED_DOMAIN}` })),
    });
  }

  #write(name: string, value: unknown): string {
    const file = join(this.folder, name);
    writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
    return file;
  }
}
