/** The same as under `engines` in package.json. */
const OLDEST_MAJOR = 24;

/**
 * Ends the process with one line when Node is too old. Each program calls this first and imports everything else
 * afterwards, because an older Node cannot even parse it. This file and the entry files that call it therefore use only
 * what Node 18 (Debian 12) knows.
 */
export function refuseOldNode(program: string): void {
  const { node } = process.versions;
  if (Number(node.split('.')[0]) >= OLDEST_MAJOR) return;
  process.stderr.write(
    `This needs Node ${OLDEST_MAJOR} or later, and this is Node ${node}. ` +
      `The project's own Node is in node_modules: node_modules/.bin/node ${program}\n`,
  );
  process.exit(2);
}
