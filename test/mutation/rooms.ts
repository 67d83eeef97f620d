/** A room of src/ and the tests that are to notice its faults. */
export interface Room {
  readonly name: string;
  /** Globs of vitest, from the project's folder. */
  readonly tests: readonly string[];
  readonly withoutTests: readonly string[];
  /** Where vitest runs the tests: threads start sooner, but a test that sets the umask needs a process. */
  readonly pool?: 'threads' | 'forks';
}

/** Killed mutants of all that were tried, per cent, under which a room fails. */
export const REQUIRED_SCORE = 85;

/** All that these do, they do in processes of their own, which a mutant of this process does not reach. */
const WITH_PROCESSES = ['test/**/kill.test.ts', 'test/**/disk-full.test.ts'];
/** These draw with the addon, which is not copied to where Stryker works. */
const WITH_SCREEN = ['test/property/ui*', 'test/property/keypad-lock*'];

export const ROOMS: readonly Room[] = [
  {
    name: 'domain',
    tests: ['test/domain/**', 'test/property/*.property', 'test/handset/**'],
    withoutTests: [],
  },
  {
    name: 'wire',
    tests: ['test/wire/**', 'test/sip/{message,torture}/**'],
    withoutTests: [],
  },
  {
    name: 'sip',
    tests: ['test/sip/**', 'test/property/{idle-policy,register-pace}*'],
    withoutTests: [],
  },
  { name: 'relay', tests: ['test/relay/**'], withoutTests: [] },
  {
    name: 'store',
    tests: ['test/store/**', 'test/property/{store-model,relay-queue-model}*'],
    withoutTests: [],
    pool: 'forks' as const,
  },
].map((room) => ({ ...room, withoutTests: [...room.withoutTests, ...WITH_PROCESSES, ...WITH_SCREEN] }));
