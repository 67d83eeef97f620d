// One handset: node build/handset.js --config FILE. V8 is told to keep what it compiles beside the bundle: the next
// start is a third quicker. Where the folder cannot be written, as on a read-only image without the cache, it starts
// all the same.
import nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { refuseOldNode } from './machine/node-version.ts';
import { refuseWeakenedTrust } from './machine/trusted-environment.ts';

refuseOldNode('build/handset.js');
refuseWeakenedTrust();
nodeModule.enableCompileCache(fileURLToPath(new URL('compile-cache', import.meta.url)));
void import('./handset-program.ts');
