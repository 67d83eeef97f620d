// Prints what is wrong with the fleet's configuration, and fails if anything is.
import { readFileSync } from 'node:fs';
import { kamailioFaults } from './kamailio-faults.ts';

const path = new URL('../src/relay/kamailio/kamailio.cfg', import.meta.url);
const faults = kamailioFaults(readFileSync(path, 'utf8'));
for (const fault of faults) console.log(`src/relay/kamailio/kamailio.cfg: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
