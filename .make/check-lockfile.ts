// Prints what is wrong with package-lock.json, and fails if anything is.
import { readFileSync } from 'node:fs';
import { lockfileFaults, type Lockfile } from './lockfile-faults.ts';

const path = new URL('../package-lock.json', import.meta.url);
const faults = lockfileFaults(JSON.parse(readFileSync(path, 'utf8')) as Lockfile);
for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
