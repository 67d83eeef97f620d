// `npm run bench`: every figure as median and p99 with its comparison, measured in one run on this machine; also as JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printSummary, summarise, writeFigures, type Figure, type Summary } from './figures.ts';
import { drawing } from './drawing.ts';
import { messaging, startProduct, startUp } from './product.ts';
import { draining, requests } from './relay-load.ts';
import { durableInbox, longHistory } from './storage.ts';

const OUTPUT = 'out/bench.json';

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const summaries: Summary[] = [];
  const show = (title: string, figures: readonly Figure[]): void => {
    console.log(`\n${title}`);
    for (const figure of figures) {
      const summary = summarise(figure);
      printSummary(summary);
      summaries.push(summary);
    }
  };
  try {
    show('Drawing', drawing());
    const product = await startProduct(join(folder, 'product'));
    try {
      show('Starting', await startUp(product, 12));
      show('Messaging', await messaging(product, 60));
    } finally {
      await product.relay.stop();
    }
    show('The relay', [
      ...(await requests(join(folder, 'requests'))),
      ...(await draining(join(folder, 'draining'), 1_000)),
    ]);
    show('Storing', [
      ...durableInbox(join(folder, 'inbox'), 10, 200),
      ...longHistory(join(folder, 'history'), 100_000),
    ]);
    writeFigures(OUTPUT, summaries);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
