// `make run`: a relay and two handsets, each a process of its own, and one web page with both.
import { refuseOldNode } from './machine/node-version.ts';

refuseOldNode('build/simulator.js');
void import('./simulator-program.ts');
