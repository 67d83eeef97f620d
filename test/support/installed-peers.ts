import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeUnless } from './describe-unless.ts';

const PACKAGES = { kamailio: 'kamailio', baresip: 'baresip-core', linphonec: 'linphone-cli' };
export type PeerProgram = keyof typeof PACKAGES;

/** A group of tests that needs programs of other projects. */
export function describeWithPeers(programs: readonly PeerProgram[], name: string, tests: () => void): void {
  const lacking = whatIsMissing(programs);
  describeUnless(lacking.length === 0 ? null : lacking.join('; '), name, tests);
}

/** Why these programs cannot run here, in words; empty when they can. */
export function whatIsMissing(programs: readonly PeerProgram[]): readonly string[] {
  return programs.flatMap((program) => whatLacks(program));
}

function whatLacks(program: PeerProgram): readonly string[] {
  if (!isInstalled(program)) return [`${program} is not installed, package ${PACKAGES[program]}`];
  return program === 'linphonec' && !hasDefaultRoute()
    ? ['without a default route linphone takes the network for down; run test/interop/in-own-network.sh']
    : [];
}

function isInstalled(program: PeerProgram): boolean {
  // Kamailio is in sbin, which is not on everybody's PATH.
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function hasDefaultRoute(): boolean {
  const [, ...routes] = readFileSync('/proc/net/route', 'utf8').split('\n');
  return routes.some((route) => route.split('\t')[1] === '00000000');
}
