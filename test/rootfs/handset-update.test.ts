import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UPDATE_FAILURES } from '../../src/domain/update.ts';
import { parseUpdateState } from '../../src/hardware/update/update-state-file.ts';
import { FakeRoot } from './support/fake-root.ts';

const RUN = 'run/handset-update';
const DATA = 'data/update';

// Every line of a shell script may start a program.
vi.setConfig({ testTimeout: 60_000 });

let root: FakeRoot;
beforeEach(() => {
  root = new FakeRoot();
  root.put('usr/lib/os-release', 'IMAGE_VERSION=200\nHANDSET_STORE_SCHEMA=7\n');
  root.put('uenv/RELEASE_FLOOR', '200\n');
  root.put(`${RUN}/proven`, '');
});
afterEach(() => {
  root.remove();
});

describe('the gate before an installation', () => {
  function gate(facts: Readonly<Record<string, string | number>>): string | null {
    const all = { release: 300, version: '0.2.0', 'store-schema': 7, 'one-way': 'no', ...facts };
    const text = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
    root.put('bundle/handset-release', text.join(''));
    const said = root.run('handset-update-gate', [], { RAUC_BUNDLE_MOUNT_POINT: `${root.path}/bundle` });
    expect(said === '').toBe(root.read(`${RUN}/refusal`) === null);
    return root.read(`${RUN}/refusal`)?.trim() ?? null;
  }

  it('lets a newer release pass, and notes what is begun', () => {
    expect(gate({})).toBeNull();
    expect(root.read(`${DATA}/attempt`)).toBe('release=300\none-way=no\nstage=installing\n');
  });

  it.each([
    ['older', { release: 199 }],
    ['installed-already', { release: 200 }],
    ['incomplete', { release: '' }],
    ['incomplete', { release: '300x' }],
    ['incomplete', { release: '9'.repeat(30) }],
    ['incomplete', { 'store-schema': '' }],
    ['store-too-new', { 'store-schema': 6 }],
    ['no-way-back', { 'store-schema': 8 }],
  ])('refuses as %s', (word, facts) => {
    expect(gate(facts)).toBe(word);
    expect(root.read(`${DATA}/attempt`)).toBeNull();
  });

  it('refuses what is older than what was here, also in a system that is older itself', () => {
    root.put('uenv/RELEASE_FLOOR', '400\n');
    expect(gate({ release: 399 })).toBe('older');
    root.unlink(`${RUN}/refusal`);
    expect(gate({ release: 400 })).toBeNull();
  });

  it('refuses what fell back here before', () => {
    root.put(`${DATA}/rejected`, '250\n300\n');
    expect(gate({})).toBe('fell-back');
  });

  it('refuses all while the system is on trial: the other slot is its only way back', () => {
    root.put('uenv/RELEASE_FLOOR', '100\n');
    expect(gate({})).toBe('on-trial');
  });

  it('takes one without a way back when the operator says so, and notes it', () => {
    expect(gate({ 'store-schema': 8, 'one-way': 'yes' })).toBeNull();
    expect(root.read(`${DATA}/attempt`)).toContain('one-way=yes');
  });
});

describe('the installation of an update that was fetched', () => {
  const FILE = `${DATA}/incoming/update.raucb`;
  const INFO = 'echo RAUC_MF_VERSION=0.2.0; echo RAUC_MF_BUILD=300';
  /** What RAUC does, for its commands `info` and `install`. */
  function rauc(info: string, install: string): void {
    root.program('rauc', `case $1 in info) ${info} ;; install) ${install} ;; esac`);
  }
  const install = (): string => root.run('handset-update', ['fetched']);
  const state = () => parseUpdateState(root.read(`${RUN}/state`) ?? '');

  beforeEach(() => {
    root.put(FILE, 'an update');
    root.put(`${DATA}/attempt`, 'release=300\none-way=no\nstage=installing\n');
  });

  it('tells how far it is, and restarts once nobody uses the handset', () => {
    rauc(
      INFO,
      'echo "  0% Installing"; echo " 40% Copying image"; cp "$SYSROOT/run/handset-update/state" "$SYSROOT/half"',
    );
    root.put(`${RUN}/handset/health`, 'quiet=no\n');
    root.put('each-second', `[ "$now" -ne 90 ] || echo quiet=yes >"$SYSROOT/${RUN}/handset/health"`);
    expect(install()).toContain('release 300 is installed; the handset restarts when nobody uses it');
    expect(state()).toEqual({ kind: 'ready', version: '0.2.0', oneWay: false });
    expect(root.read(`${DATA}/attempt`)).toContain('stage=installed');
    expect(root.read('calls')).toBe('systemctl reboot\n');
    expect(root.uptimeSeconds).toBeGreaterThanOrEqual(90);
    expect(root.read(FILE)).toBeNull();
  });

  it('waits until the system that runs has proven itself', () => {
    rauc(INFO, 'cp "$SYSROOT/proc/uptime" "$SYSROOT/begun"');
    root.put(`${RUN}/handset/health`, 'quiet=yes\n');
    root.put('each-second', `[ "$now" -ne 200 ] || : >"$SYSROOT/${RUN}/proven"`);
    root.unlink(`${RUN}/proven`);
    install();
    expect(Number.parseInt(root.read('begun') ?? '0', 10)).toBeGreaterThanOrEqual(200);
  });

  it.each([
    ['no-signature', 'Invalid bundle format: Signature size is 0'],
    ['no-signature', 'Invalid bundle format: Signature size (6696861223568186498) exceeds bundle size'],
    ['other-authority', 'signature verification failed: Verify error: unable to get local issuer certificate'],
    ['other-authority', 'signature verification failed: Verify error: unsuitable certificate purpose'],
    ['expired', 'signature verification failed: Verify error: certificate has expired'],
    ['not-yet-valid', 'signature verification failed: Verify error: certificate is not yet valid'],
    ['plain-format', "Bundle format 'plain' not allowed"],
    ['failed', 'a wind has blown it away'],
  ])('refuses as %s what RAUC calls: %s', (word, told) => {
    rauc(`echo "${told}" >&2; exit 1`, 'echo not to be called >"$SYSROOT/calls"');
    expect(install()).toMatch(new RegExp(`update: refused: ${word}: \\S`));
    expect(state()).toMatchObject({ kind: 'failed', reason: word });
    expect([root.read('calls'), root.read(FILE)]).toEqual([null, null]);
  });

  it.each([
    ['other-board', "Compatible mismatch: Expected 'secure-handset a' but bundle manifest has 'secure-handset b'"],
    ['damaged', 'LastError: Failed mounting bundle: Input/output error'],
  ])('gives up as %s what RAUC cannot install: %s', (word, told) => {
    rauc(INFO, `echo "${told}"; exit 1`);
    expect(install()).toContain(`refused: ${word}: `);
    expect(root.read(`${DATA}/attempt`)).toBeNull();
    expect(root.read('calls')).toBeNull();
  });

  it("gives the gate's word when it was the gate", () => {
    rauc(INFO, 'echo no-way-back >"$SYSROOT/run/handset-update/refusal"; echo "handler failed"; exit 1');
    expect(install()).toContain('refused: no-way-back: after it the handset could not go back');
  });

  it('has nothing to say of the release that runs', () => {
    rauc('echo RAUC_MF_VERSION=0.2.0; echo RAUC_MF_BUILD=200', 'echo not to be called >"$SYSROOT/calls"');
    expect(install()).toContain('release 200 is installed already');
    expect([state().kind, root.read('calls'), root.read(FILE)]).toEqual(['none', null, null]);
  });
});

it('no script says a word that the handset does not know', () => {
  const script = (name: string): string =>
    readFileSync(new URL(`../../firmware/rootfs/usr/libexec/${name}`, import.meta.url), 'utf8');
  const refused = [...script('handset-update-gate').matchAll(/refuse ([a-z-]+)$/gm)].map(([, word]) => word);
  const sentences = [...script('handset-update').matchAll(/^ {4}([a-z-]+)\) echo /gm)].map(([, word]) => word);
  expect(refused.length).toBeGreaterThan(6);
  expect(sentences).toEqual(expect.arrayContaining(refused));
  expect([...UPDATE_FAILURES, 'installed-already']).toEqual(expect.arrayContaining(sentences));
});
