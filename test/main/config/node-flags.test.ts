import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { HANDSET_NODE_FLAGS, RELAY_NODE_FLAGS, SPARING_ENVIRONMENT } from '../../../src/main/config/node-flags.ts';

const project = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
const { scripts } = JSON.parse(project('package.json')) as { scripts: Readonly<Record<string, string>> };
const unit = project('firmware/rootfs/usr/lib/systemd/system/handset.service');
const variables = Object.entries(SPARING_ENVIRONMENT).map(([name, value]) => `${name}=${value}`);

it.each([
  ['npm run handset', scripts['handset'] ?? '', `node ${HANDSET_NODE_FLAGS.join(' ')} build/handset.js`],
  ['npm run relay', scripts['relay'] ?? '', `node ${RELAY_NODE_FLAGS.join(' ')} build/relay.js`],
  ["the image's service", unit, `node ${HANDSET_NODE_FLAGS.join(' ')} handset.js`],
])('%s starts its program with the same options and variables as the simulator does', (_what, text, command) => {
  expect(text).toContain(command);
  for (const variable of variables) expect(text).toContain(variable);
});
