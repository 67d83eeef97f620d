import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../../src/domain/time.ts';
import { UTC_RULES } from '../../../../src/domain/time-zone/zone-rules.ts';
import { machineTimeZone, type ZonePlaces } from '../../../../src/main/machine/time/machine-time-zone.ts';
import { ZoneFiles } from '../../../../src/main/machine/time/zone-files.ts';

let folder: string;
let zones: ZoneFiles;
let places: ZonePlaces;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zones-'));
  mkdirSync(join(folder, 'zoneinfo/Europe'), { recursive: true });
  copyFileSync('/usr/share/zoneinfo/Europe/Rome', join(folder, 'zoneinfo/Europe/Rome'));
  copyFileSync('/usr/share/zoneinfo/Asia/Tokyo', join(folder, 'zoneinfo/Tokyo'));
  writeFileSync(join(folder, 'zoneinfo/leapseconds'), '# no zone\n');
  zones = new ZoneFiles(join(folder, 'zoneinfo'));
  places = { variable: undefined, link: join(folder, 'localtime'), file: join(folder, 'timezone') };
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("the system's time zones", () => {
  it('are known by their names', () => {
    expect(zones.rulesOf('Europe/Rome')?.aheadMs(epochMs(Date.UTC(2026, 6, 1)))).toBe(7_200_000);
    expect(zones.rulesOf('Tokyo')?.aheadMs(epochMs(0))).toBe(32_400_000);
  });

  it('have UTC among them on a machine without the database too', () => {
    expect(new ZoneFiles(join(folder, 'none')).rulesOf('UTC')).toBe(UTC_RULES);
  });

  it.each([
    '',
    'Europe',
    'Europe/Paris',
    'leapseconds',
    '../zoneinfo/Tokyo',
    '/Tokyo',
    'Tokyo/',
    'Tokyo\0',
    'x'.repeat(99),
  ])('are not known as %j', (name) => {
    expect(zones.rulesOf(name)).toBeNull();
  });
});

describe("the machine's own zone", () => {
  it('is that of the variable TZ, before all', () => {
    symlinkSync(join(folder, 'zoneinfo/Tokyo'), places.link);
    expect(machineTimeZone(zones, { ...places, variable: 'Europe/Rome' })).toBe('Europe/Rome');
    expect(machineTimeZone(zones, { ...places, variable: ':Europe/Rome' })).toBe('Europe/Rome');
  });

  it('is that of the link to its file, else that of the file with its name', () => {
    writeFileSync(places.file, 'Europe/Rome\n');
    expect(machineTimeZone(zones, places)).toBe('Europe/Rome');
    symlinkSync(join(folder, 'zoneinfo/Tokyo'), places.link);
    expect(machineTimeZone(zones, places)).toBe('Tokyo');
  });

  it('is one that is known, whatever stands there', () => {
    writeFileSync(places.file, 'Mars/Olympus\n');
    expect(zones.rulesOf(machineTimeZone(zones, places))).not.toBeNull();
    expect(machineTimeZone(new ZoneFiles(join(folder, 'none')), { ...places, variable: 'CET-1CEST' })).toBe('UTC');
  });
});
