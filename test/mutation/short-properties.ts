// Thousands of changes are tried, so a property looks for a second and stops at its first counterexample; always with the same draws, or a
// change would survive one run and not the next.
import { configureGlobal } from 'fast-check';

// eslint-disable-next-line @typescript-eslint/no-deprecated -- the plugin in its place cannot be set for all properties at once
configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 1_000, seed: 1 });
