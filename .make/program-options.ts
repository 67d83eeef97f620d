import type { BuildOptions } from 'esbuild';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How every program is bundled; the bench bundles its own relay in the same way. */
export function programOptions(architecture: string): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    // `import()` becomes `require`, without Node's loader of ES modules.
    supported: { 'dynamic-import': false },
    sourcemap: 'linked',
    // Saves half a megabyte to read and store. Names stay, so that a stack trace still says where.
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
    // The package's entry for one kind of machine names its addon, which is copied; the other entry looks for it at
    // start.
    alias: { 'better-sqlite3': `better-sqlite3/linux-${architecture}` },
    loader: { '.node': 'copy' },
    assetNames: 'sqlite-[name]',
    // These packages have compiled parts, which they find from their own folders.
    external: ['dbus-native', 'onoff', 'serialport', '@serialport/*', 'bufferutil', 'utf-8-validate'],
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "'use strict'; const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  };
}
