// A process that gives its memory back, run by a test. Prints JSON: its resident memory before and after, in kB, what it
// logged, and what it computes afterwards from data and code that it had before.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { ProcessMemory } from '../../../src/hardware/process/process-memory.ts';

const residentKb = (): number => Number(/^Rss:\s+(\d+)/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1]);
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const kept = Array.from({ length: 1_000 }, (_, index) => digest(String(index)));
const codes: string[] = [];
const note = (code: string): void => void codes.push(code);
const memory = new ProcessMemory({ info: note, warn: note, error: note });

const beforeKb = residentKb();
memory.trim();
memory.trim();
for (let turn = 0; turn < 10; turn += 1) await setImmediate();
const afterKb = residentKb();
const again = kept.every((each, index) => each === digest(String(index)));
const canCollect = 'gc' in globalThis;
process.stdout.write(JSON.stringify({ beforeKb, afterKb, codes, again, canCollect }));
