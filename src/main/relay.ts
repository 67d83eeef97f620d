// The embedded relay: node build/relay.js --config FILE.
import { refuseOldNode } from './machine/node-version.ts';

refuseOldNode('build/relay.js');
await import('./relay-program.ts');
