// `npm run bench`: every figure as median and p99 with its comparison, measured in one run on this machine; also as JSON.
// `npm run bench -- WORD…` measures only the groups with one of the words in their title.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { besideKamailio } from './beside-kamailio.ts';
import { costlyTexts } from './costly-texts.ts';
import { drainingOnScreen } from './draining-on-screen.ts';
import { drawing } from './drawing.ts';
import { printSummary, summarise, writeFigures, type Figure, type Summary } from './figures.ts';
import { messaging, startProduct, startUp, type Product } from './product.ts';
import { draining, requests } from './relay-load.ts';
import { restingInTheDark } from './resting.ts';
import { durableInbox, longHistory } from './storage.ts';
import { throughKamailio } from './through-kamailio.ts';

const OUTPUT = 'out/bench.json';

interface Group {
  readonly title: string;
  /** In a folder of its own. */
  readonly measure: (folder: string) => Promise<readonly Figure[]> | readonly Figure[];
}

const GROUPS: readonly Group[] = [
  { title: 'Drawing', measure: () => drawing() },
  { title: 'Texts that are hard to draw', measure: () => costlyTexts() },
  { title: 'Starting', measure: inProduct((product) => startUp(product, 12)) },
  { title: 'Resting with the screen off', measure: inProduct((product) => restingInTheDark(product, 3)) },
  { title: 'Messaging through our relay', measure: inProduct((product) => messaging(product, 60)) },
  { title: 'Messaging through Kamailio', measure: throughKamailio },
  { title: 'Coming back to a full box', measure: inProduct((product) => drainingOnScreen(product)) },
  { title: 'The relay beside Kamailio', measure: besideKamailio },
  { title: "The handset's link beside a bare socket", measure: requests },
  { title: "The handset's link into a durable inbox", measure: (folder) => draining(folder, 1_000) },
  { title: 'Storing', measure: (folder) => durableInbox(folder, 10, 200) },
  { title: 'A long History', measure: (folder) => longHistory(folder, 100_000) },
];

function inProduct(measure: (product: Product) => Promise<readonly Figure[]>): Group['measure'] {
  return async (folder) => {
    const product = await startProduct(folder);
    try {
      return await measure(product);
    } finally {
      await product.relay.stop();
    }
  };
}

async function main(words: readonly string[]): Promise<void> {
  const wanted = GROUPS.filter(
    ({ title }) => words.length === 0 || words.some((word) => title.toLowerCase().includes(word.toLowerCase())),
  );
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const summaries: Summary[] = [];
  try {
    for (const { title, measure } of wanted) {
      // What else keeps the machine busy is the first thing to know of a figure.
      const load = loadavg()[0] ?? Number.NaN;
      console.log(`\n${title} (load ${load.toFixed(1)} on ${availableParallelism()} processors)`);
      for (const figure of await measure(join(folder, title.replaceAll(/\W+/g, '-').toLowerCase()))) {
        const summary = { group: title, load, ...summarise(figure) };
        printSummary(summary);
        summaries.push(summary);
      }
    }
    writeFigures(OUTPUT, summaries);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));
