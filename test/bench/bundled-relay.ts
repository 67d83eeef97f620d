import { build } from 'esbuild';
import { join } from 'node:path';
import { arch } from 'node:process';
import { fileURLToPath } from 'node:url';
import { programOptions } from '../../.make/program-options.ts';
import { RELAY_NODE_FLAGS, SPARING_ENVIRONMENT } from '../../src/main/config/node-flags.ts';
import type { RelayProgram } from '../relay/support/relay-process.ts';

/** The relay bundled and started as it ships. Its bounds and accounts are given to it, and it has no file of its own. */
export async function bundledRelay(folder: string): Promise<RelayProgram> {
  const source = fileURLToPath(new URL('../relay/support/relay-child.ts', import.meta.url));
  const file = join(folder, 'relay-child.cjs');
  await build({ ...programOptions(arch), entryPoints: [source], outfile: file });
  return { file, nodeFlags: RELAY_NODE_FLAGS, variables: SPARING_ENVIRONMENT };
}
