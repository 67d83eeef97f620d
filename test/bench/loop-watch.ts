// Loaded before a program by `--import`: looks every 2 ms whether its event loop still turns, and tells each stretch in which it did not.
import { systemMonotonicMs } from '../../src/simulator/wire/protocol.ts';

const LOOK_EVERY_MS = 2;
/** Shorter stretches are not told: a message each would disturb what is watched. */
const TOLD_FROM_MS = 8;

// The program refuses to run beside foreign code, so it is not told of this.
process.execArgv.length = 0;

let lastMs = systemMonotonicMs();
setInterval(() => {
  const nowMs = systemMonotonicMs();
  const blockedMs = nowMs - lastMs;
  lastMs = nowMs;
  if (blockedMs >= TOLD_FROM_MS) process.send?.({ kind: 'blocked', atMs: nowMs, blockedMs });
}, LOOK_EVERY_MS).unref();
