/** Without it, any program of the same user opens Node's debugger by SIGUSR1, and reads keys and texts. */
const NO_DEBUGGER = '--disable-sigusr1';

/**
 * Node options for a handset's process: a young generation of 1 MB instead of 16. Measured after typing 25 messages,
 * this saves 5 MB of private memory and makes pauses shorter, because little of what a key press allocates lives
 * longer.
 */
export const HANDSET_NODE_FLAGS: readonly string[] = [NO_DEBUGGER, '--max-semi-space-size=1'];

/**
 * Node options for the relay's process. Under a steady load V8 lets the young generation grow to 16 MB for each of its
 * halves, and keeps them. What its middle compiler makes of the relay's code takes another 5 MB, and in turn with a
 * relay that has it no processor time was saved. The bench has the figures, beside Kamailio.
 */
export const RELAY_NODE_FLAGS: readonly string[] = [NO_DEBUGGER, '--max-semi-space-size=2', '--no-maglev'];

/**
 * Variables for both processes. The C library keeps free memory apart for each thread that ever asked for some, up to
 * eight times as many heaps as there are processors; Node's helper threads need none of their own.
 */
export const SPARING_ENVIRONMENT: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '1' };
