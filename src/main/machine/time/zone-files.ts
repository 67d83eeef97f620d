import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isTimeZoneName } from '../../../domain/settings/setting.ts';
import { MOST_ZONE_BYTES, readZoneFile } from '../../../domain/time-zone/zone-file.ts';
import { UTC_RULES, type ZoneRules } from '../../../domain/time-zone/zone-rules.ts';
import type { TimeZones } from '../../../ports/system/time-zones.ts';

const ZONE_FOLDER = '/usr/share/zoneinfo';

/**
 * The system's time-zone database. Intl has one too, whose first use costs a handset 13 ms at its start and 7 MB for as
 * long as it runs.
 */
export class ZoneFiles implements TimeZones {
  readonly #folder: string;

  constructor(folder = ZONE_FOLDER) {
    this.#folder = folder;
  }

  rulesOf(name: string): ZoneRules | null {
    if (name === 'UTC') return UTC_RULES;
    const bytes = isTimeZoneName(name) ? bytesOf(join(this.#folder, name)) : null;
    const rules = bytes === null ? null : readZoneFile(bytes);
    return rules?.ok === true ? rules.value : null;
  }
}

/** Null for what is no file, or cannot be read, or is too long for a zone. */
function bytesOf(path: string): Uint8Array | null {
  try {
    const found = statSync(path);
    return found.isFile() && found.size <= MOST_ZONE_BYTES ? readFileSync(path) : null;
  } catch {
    return null;
  }
}
