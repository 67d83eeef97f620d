/** A room of src/ and the tests that are to notice its faults. */
export interface Room {
  readonly name: string;
  /** Globs of vitest, from the project's folder. */
  readonly tests: readonly string[];
  readonly withoutTests: readonly string[];
}

/** Killed mutants of all that were tried, per cent, under which a room fails. */
export const REQUIRED_SCORE = 85;

// These start processes, which a mutant of this process does not reach, and take long.
const WITH_PROCESSES = ['test/**/kill.test.ts', 'test/**/disk-full.test.ts', 'test/**/encrypted-database.test.ts'];

export const ROOMS: readonly Room[] = [
  {
    name: 'domain',
    tests: ['test/domain/**', 'test/property/**', 'test/handset/**'],
    withoutTests: ['test/property/ui*', 'test/property/*{relay,framer,digest,sip,certificate}*'],
  },
  {
    name: 'wire',
    tests: ['test/wire/**', 'test/property/{framer,digest,sip-parsers}*', 'test/sip/**', 'test/relay/**'],
    withoutTests: ['test/sip/link-*', 'test/relay/storage/**', 'test/relay/bounds/limits*'],
  },
  {
    name: 'sip',
    tests: ['test/sip/**', 'test/property/{idle-policy,register-pace,sip-parsers}*'],
    withoutTests: [],
  },
  { name: 'relay', tests: ['test/relay/**', 'test/property/relay-hostile-bytes*'], withoutTests: [] },
  { name: 'store', tests: ['test/store/**', 'test/property/{store-model,relay-queue-model}*'], withoutTests: [] },
].map((room) => ({ ...room, withoutTests: [...room.withoutTests, ...WITH_PROCESSES] }));
