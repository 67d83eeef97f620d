import { readFileSync, readlinkSync } from 'node:fs';
import type { TimeZones } from '../../../ports/system/time-zones.ts';

/** Where a machine says in which zone it stands. */
export interface ZonePlaces {
  /** The variable TZ. */
  readonly variable: string | undefined;
  /** A link to the zone's file. */
  readonly link: string;
  /** A file with the name. */
  readonly file: string;
}

const SYSTEM_PLACES: Omit<ZonePlaces, 'variable'> = { link: '/etc/localtime', file: '/etc/timezone' };

/** The name of the zone in which this machine stands; UTC when it does not say. */
export function machineTimeZone(
  zones: TimeZones,
  { variable, link, file }: ZonePlaces = { ...SYSTEM_PLACES, variable: process.env['TZ'] },
): string {
  // POSIX lets the name of a file begin with a colon.
  const told = variable?.replace(/^:/, '') ?? linkedName(link) ?? writtenName(file) ?? '';
  if (zones.rulesOf(told) !== null) return told;
  // Where none of these places has a name, Intl compares files to find one.
  const found = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zones.rulesOf(found) === null ? 'UTC' : found;
}

function linkedName(link: string): string | null {
  try {
    return /\/zoneinfo\/(.+)$/.exec(readlinkSync(link))?.[1] ?? null;
  } catch {
    return null;
  }
}

function writtenName(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
