import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the page. */
export interface PageAsset {
  readonly contentType: string;
  readonly body: Uint8Array;
}

const FILES = [
  { path: '/', file: 'index.html', contentType: 'text/html; charset=utf-8' },
  { path: '/page.css', file: 'page.css', contentType: 'text/css; charset=utf-8' },
  { path: '/page.js', file: 'page.js', contentType: 'text/javascript; charset=utf-8' },
  { path: '/icon.svg', file: 'icon.svg', contentType: 'image/svg+xml' },
] as const;

/** Reads the page's files from the folder that the build made. Throws when one is missing. */
export function readPageAssets(folder: string): ReadonlyMap<string, PageAsset> {
  return new Map(
    FILES.map(({ path, file, contentType }) => [path, { contentType, body: readFileSync(join(folder, file)) }]),
  );
}
