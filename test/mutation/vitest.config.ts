import { defineConfig } from 'vitest/config';
import { ROOMS } from './rooms.ts';

const room = ROOMS.find(({ name }) => name === process.env['MUTATED_ROOM']);
if (room === undefined) throw new Error('MUTATED_ROOM names no room of test/mutation/rooms.ts');

export default defineConfig({
  test: {
    // Twice the usual: instrumented code is slower.
    testTimeout: 20_000,
    // All test files of a change in one thread: loading the modules anew for each file costs more than most tests.
    isolate: false,
    setupFiles: ['test/mutation/short-properties.ts'],
    include: room.tests.map((glob) =>
      glob.endsWith('.ts') ? glob : `${glob}.test.ts`.replace('**.test.ts', '**/*.test.ts'),
    ),
    exclude: [...room.withoutTests],
  },
});
