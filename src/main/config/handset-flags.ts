/**
 * Node options for a handset's process: a young generation of 1 MB instead of 16. Measured after typing 25 messages,
 * this saves 5 MB of private memory and makes pauses shorter, because little of what a key press allocates lives
 * longer.
 */
export const HANDSET_NODE_FLAGS: readonly string[] = ['--max-semi-space-size=1'];
