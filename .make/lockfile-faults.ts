// Checks package-lock.json: it must hold a hash for every package that is fetched, and no address of a registry.

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const BUNDLED =
  'comes inside another package, without a hash of its own: remove this entry, and bundleDependencies from that of ' +
  'the other package, then run npm install --package-lock-only, and remove the copy in .make/node-modules.sh';

/** One line for each fault, with its cure. */
export function lockfileFaults(lockfile: Lockfile): readonly string[] {
  return Object.entries(lockfile.packages).flatMap(([path, locked]) => {
    // The project itself and its workspaces are not fetched.
    if (!path.includes('node_modules/') || locked.link === true) return [];
    const fault = faultOf(locked);
    return fault === null ? [] : [`package-lock.json: ${path} ${fault}`];
  });
}

function faultOf({ inBundle, integrity, resolved }: LockedPackage): string | null {
  if (inBundle === true) return BUNDLED;
  if (integrity?.startsWith('sha512-') !== true) {
    return 'has no sha512 hash: remove its entry and run npm install --package-lock-only';
  }
  if (resolved !== undefined) return 'holds the address that it was fetched from: remove the line "resolved"';
  return null;
}
