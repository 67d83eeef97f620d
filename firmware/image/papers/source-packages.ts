import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../tools/project.ts';

/** A package of a registry whose code is in the image. */
export interface SourcePackage {
  readonly registry: 'npm' | 'cargo';
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** What the lockfile holds it to. */
  readonly sha: { readonly alg: 'SHA-512' | 'SHA-256'; readonly content: string } | null;
  /** Where its licence lies. */
  readonly folder: string;
}

/** Drawn into the addon when it is built. */
const FONTS = ['@fontsource/inter', '@fontsource/noto-emoji'];
const LVGL_CRATE = 'lightvgl-sys';
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

/**
 * @param packages of npm in the program, by their folders below node_modules.
 * @param node the folder of Node's package for the handset.
 */
export function sourcePackages(packages: readonly string[], node: string): readonly SourcePackage[] {
  const folders = [...packages, ...FONTS].map((name) => join(PROJECT, 'node_modules', name));
  return [...folders.map(npmPackage), npmPackage(node), lvglCrate()];
}

function npmPackage(folder: string): SourcePackage {
  const own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const name = String(own['name']);
  const version = String(own['version']);
  return { registry: 'npm', name, version, licence: licenceOf(own['license']), sha: lockedHash(name, version), folder };
}

const licenceOf = (value: unknown): string => (typeof value === 'string' ? value : 'see its licence');

function lockedHash(name: string, version: string): SourcePackage['sha'] {
  const lock = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { name?: string; version?: string; integrity?: string }>>;
  };
  const entry = Object.entries(lock.packages).find(
    ([path, each]) => (each.name ?? path.replace(/^.*node_modules\//, '')) === name && each.version === version,
  );
  const base64 = entry?.[1].integrity?.replace(/^sha512-/, '');
  return base64 === undefined ? null : { alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') };
}

/** LVGL's sources come in a crate of Rust bindings, of which only they are compiled. */
function lvglCrate(): SourcePackage {
  const lock = readFileSync(join(PROJECT, 'native/Cargo.lock'), 'utf8');
  const entry = lock.split('[[package]]').find((text) => text.includes(`name = "${LVGL_CRATE}"`)) ?? '';
  const field = (name: string): string => new RegExp(`^${name} = "(.*)"$`, 'm').exec(entry)?.[1] ?? '';
  return {
    registry: 'cargo',
    name: LVGL_CRATE,
    version: field('version'),
    licence: 'MIT',
    sha: { alg: 'SHA-256', content: field('checksum') },
    folder: join(PROJECT, 'native/vendor', LVGL_CRATE, 'vendor/lvgl'),
  };
}

/** Copies the licences that the packages carry; a package without a file has its name and licence in the bill. */
export function copySourceLicences(packages: readonly SourcePackage[], licences: string): void {
  for (const { registry, name, folder } of packages) {
    const into = join(licences, registry, name.replace('/', '-'));
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => LICENCE_FILE.test(file)) : [];
    if (files.length > 0) mkdirSync(into, { recursive: true });
    for (const file of files) cpSync(join(folder, file), join(into, file), { recursive: true });
  }
}
