import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeys } from '../../../firmware/image/trust/certificates.ts';
import { KeyFolder } from '../../../firmware/image/trust/key-folder.ts';
import { run, type Releases } from './releases.ts';

const DAY_MS = 86_400_000;
/** Under it an update has nothing but its small parts. */
const SMALL_BYTES = 300_000;

/** What of an update can be wrong. */
interface Faults {
  readonly board?: string;
  readonly format?: string;
  readonly releaseBy?: number;
  readonly schemaBy?: number;
  readonly withoutRelease?: boolean;
  readonly signer?: { readonly certificate: string; readonly key: string };
}

/** Updates that no handset may take, each by the word that it is refused with. They are small: none is ever written. */
export class BadUpdates {
  readonly #releases: Releases;
  readonly #folder: string;

  constructor(releases: Releases) {
    this.#releases = releases;
    this.#folder = join(releases.folder, 'bad');
    mkdirSync(this.#folder);
  }

  async all(): Promise<readonly (readonly [what: string, word: string, file: string])[]> {
    const stranger = new KeyFolder(join(this.#folder, 'stranger'));
    mkdirSync(stranger.path);
    await makeKeys(stranger, 'Stranger');
    const now = Date.now();
    const signing = 'extendedKeyUsage=critical,codeSigning';
    const ended = this.#certificate('ended', signing, now - 20 * DAY_MS, now - 10 * DAY_MS);
    const later = this.#certificate('later', signing, now + 30 * DAY_MS, now + 90 * DAY_MS);
    const server = this.#certificate('server', 'extendedKeyUsage=serverAuth', now - DAY_MS, now + 90 * DAY_MS);
    return [
      ['that nobody signed', 'no-signature', this.#unsigned()],
      [
        'that was cut short',
        'no-signature',
        this.#changed('cut', (file, size) => {
          truncateSync(file, size - 5_000);
        }),
      ],
      ['that a stranger signed', 'other-authority', this.#made('stranger', { signer: stranger })],
      [
        'signed with a certificate that is for something else',
        'other-authority',
        this.#made('server', { signer: server }),
      ],
      ['signed with a certificate that has ended', 'expired', this.#made('ended', { signer: ended })],
      ['signed with a certificate that begins later', 'not-yet-valid', this.#made('later', { signer: later })],
      [
        'with a changed byte',
        'damaged',
        this.#changed('byte', (file) => {
          const bytes = readFileSync(file);
          bytes[150_000] = (bytes[150_000] ?? 0) ^ 1;
          writeFileSync(file, bytes);
        }),
      ],
      ['in the plain form', 'plain-format', this.#made('plain', { format: 'plain' })],
      ['for another board', 'other-board', this.#made('board', { board: 'rpi-zero2w' })],
      ['that is older', 'older', this.#made('older', { releaseBy: -1 })],
      ['that does not say its release', 'incomplete', this.#made('unsaid', { withoutRelease: true })],
      ['that cannot read the messages', 'store-too-new', this.#made('reader', { schemaBy: -1 })],
      ['that leaves no way back', 'no-way-back', this.#made('one-way', { schemaBy: 1 })],
    ];
  }

  #made(name: string, faults: Faults): string {
    const { facts, keys } = this.#releases;
    const content = join(this.#folder, `${name}.content`);
    mkdirSync(content);
    const release = facts.release + (faults.releaseBy ?? 5);
    writeFileSync(join(content, 'rootfs.img'), randomBytes(SMALL_BYTES));
    writeFileSync(join(content, 'boot.img'), randomBytes(SMALL_BYTES / 10));
    writeFileSync(
      join(content, 'manifest.raucm'),
      `[update]\ncompatible=secure-handset ${faults.board ?? facts.board}\nversion=0.2.0\nbuild=${release}\n\n` +
        `[bundle]\nformat=${faults.format ?? 'verity'}\n\n[image.rootfs]\nfilename=rootfs.img\n\n[image.boot]\nfilename=boot.img\n`,
    );
    if (faults.withoutRelease !== true) {
      const schema = facts.storeSchema + (faults.schemaBy ?? 0);
      const lines = `release=${release}\nversion=0.2.0\nstore-schema=${schema}\none-way=no\n`;
      writeFileSync(join(content, 'handset-release'), lines);
    }
    const { certificate, key } = faults.signer ?? keys;
    const file = join(this.#folder, `${name}.raucb`);
    run('rauc', 'bundle', '--cert', certificate, '--key', key, content, file);
    return file;
  }

  #unsigned(): string {
    const [content, file] = [join(this.#folder, 'unsigned.content'), join(this.#folder, 'unsigned.raucb')];
    mkdirSync(content);
    writeFileSync(join(content, 'rootfs.img'), randomBytes(SMALL_BYTES));
    run('mksquashfs', content, file, '-quiet', '-no-progress');
    return file;
  }

  #changed(name: string, change: (file: string, size: number) => void): string {
    const good = this.#made(`${name}-before`, {});
    const file = join(this.#folder, `${name}.raucb`);
    copyFileSync(good, file);
    change(file, readFileSync(file).length);
    return file;
  }

  /** Of the authority that the handset trusts, with that use and time. */
  #certificate(name: string, use: string, fromMs: number, toMs: number): { certificate: string; key: string } {
    const { keys } = this.#releases;
    const at = (file: string): string => join(this.#folder, `${name}.${file}`);
    const [certificate, key] = [at('pem'), at('key.pem')];
    const time = (ms: number): string => new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
    writeFileSync(at('index'), '');
    writeFileSync(
      at('cnf'),
      `[ca]\ndefault_ca=one\n[one]\ndatabase=${at('index')}\nnew_certs_dir=${this.#folder}\ndefault_md=sha256\npolicy=any\n` +
        `rand_serial=yes\nx509_extensions=leaf\n[any]\ncommonName=supplied\n[leaf]\nbasicConstraints=critical,CA:FALSE\n` +
        `keyUsage=critical,digitalSignature\n${use}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n`,
    );
    const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`];
    run('openssl', 'req', '-new', ...fresh, '-keyout', key, '-out', at('csr'));
    const issuer = ['-cert', keys.authority, '-keyfile', keys.authorityKey];
    const times = ['-startdate', time(fromMs), '-enddate', time(toMs)];
    run(
      'openssl',
      'ca',
      '-batch',
      '-config',
      at('cnf'),
      ...issuer,
      ...times,
      '-in',
      at('csr'),
      '-out',
      certificate,
      '-notext',
    );
    return { certificate, key };
  }
}
