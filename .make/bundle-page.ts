// Bundles the simulator's page: index.html, page.css, page.js and icon.svg, as src/simulator/http/page-assets.ts reads
// them.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

export async function bundlePage(outputFolder: string): Promise<void> {
  const page = fileURLToPath(new URL('../src/simulator/page', import.meta.url));
  await build({
    entryPoints: [
      { in: `${page}/main.ts`, out: 'page' },
      { in: `${page}/page.css`, out: 'page' },
      { in: `${page}/index.html`, out: 'index' },
      { in: `${page}/icon.svg`, out: 'icon' },
    ],
    outdir: outputFolder,
    bundle: true,
    format: 'esm',
    target: ['chrome120', 'firefox121', 'safari17'],
    loader: { '.html': 'copy', '.svg': 'copy' },
    logLevel: 'warning',
  });
}
