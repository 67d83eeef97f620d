import { ZoneFiles } from '../../src/main/machine/time/zone-files.ts';

/** Those of the machine on which the tests run. */
export const systemTimeZones = new ZoneFiles();
