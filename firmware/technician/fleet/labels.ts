import qrcode from 'qrcode-generator';
import type { FleetRow } from './fleet-rows.ts';

const STYLE = `@page { size: A4; margin: 10mm }
body { font: 10pt sans-serif; margin: 0; display: grid; grid-template-columns: repeat(2, 1fr); gap: 4mm }
article { border: 1px solid; padding: 3mm; display: flex; gap: 4mm; break-inside: avoid; overflow-wrap: anywhere }
svg { width: 24mm; height: 24mm; flex: none }
h1 { font-size: 12pt; margin: 0 0 2mm }
p { margin: 0 0 1mm }`;

/**
 * A sheet to print, with a label for each handset: its name and address, the address as a QR code, the day and the
 * version. Never its password.
 */
export function labelSheet(rows: readonly FleetRow[], day: string, version: string): string {
  const labels = rows.map(({ name, address }) => {
    const code = qrcode(0, 'M');
    code.addData(address);
    code.make();
    const lines = [address, day, version].map((line) => `<p>${escaped(line)}</p>`);
    const svg = code.createSvgTag({ cellSize: 4, margin: 8, scalable: true });
    return `<article>${svg}<div><h1>${escaped(name)}</h1>${lines.join('')}</div></article>`;
  });
  const head = `<meta charset="utf-8"><title>Labels of ${rows.length} handsets</title><style>${STYLE}</style>`;
  return `<!doctype html>\n<html lang="en"><head>${head}</head><body>\n${labels.join('\n')}\n</body></html>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
