// The embedded relay: node build/relay.js --config FILE.
import { refuseOldNode } from './machine/node-version.ts';
import { refuseWeakenedTrust } from './machine/trusted-environment.ts';

refuseOldNode('build/relay.js');
refuseWeakenedTrust();
void import('./relay-program.ts');
