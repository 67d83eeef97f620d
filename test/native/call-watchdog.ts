import { Worker } from 'node:worker_threads';

/** No call into LVGL may take longer, whatever it is told; under AddressSanitizer and on a busy machine most take microseconds. */
const CALL_LIMIT_MS = 20_000;
const WORDS_BYTES = 512;

/** Runs beside the test: a native call that never returns cannot be interrupted, only named and ended with its process. */
const WATCHER = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const calls = new Int32Array(workerData.shared, 0, 2);
const words = new Uint8Array(workerData.shared, 8);
for (;;) {
  const seen = Atomics.load(calls, 0);
  if (Atomics.wait(calls, 0, seen, workerData.limitMs) !== 'timed-out' || Atomics.load(calls, 1) === 0) continue;
  const call = Buffer.from(words.slice(0, words.indexOf(0))).toString('utf8');
  writeSync(2, 'fuzz: this call took longer than ' + workerData.limitMs + ' ms: ' + call + '\\n');
  process.kill(process.pid, 'SIGKILL');
}
`;

/** Ends the test's process, and says which call it was, when one call takes longer than `CALL_LIMIT_MS`. */
export class CallWatchdog {
  readonly #shared = new SharedArrayBuffer(8 + WORDS_BYTES);
  /** Number of calls begun or ended; 1 while one is under way. */
  readonly #calls = new Int32Array(this.#shared, 0, 2);
  readonly #words = new Uint8Array(this.#shared, 8);
  readonly #worker: Worker;

  constructor(limitMs = CALL_LIMIT_MS) {
    this.#worker = new Worker(WATCHER, { eval: true, workerData: { shared: this.#shared, limitMs } });
    this.#worker.unref();
  }

  run<Result>(words: string, call: () => Result): Result {
    this.#words.fill(0);
    Buffer.from(words).copy(this.#words, 0, 0, WORDS_BYTES - 1);
    this.#tell(1);
    try {
      return call();
    } finally {
      this.#tell(0);
    }
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(underWay: 0 | 1): void {
    Atomics.store(this.#calls, 1, underWay);
    Atomics.add(this.#calls, 0, 1);
    Atomics.notify(this.#calls, 0);
  }
}
