// Provisions many handsets by a table: node firmware/technician/fleet/fleet.ts CONFIG CSV [DEVICE]. `make fleet` calls
// it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { describeFaults, readTextFile } from '../../../src/main/config/config-file.ts';
import {
  PROVISIONING_FILE,
  writeDocument,
  type ProvisioningDocument,
} from '../../../src/main/provisioning/provisioning-document.ts';
import { readFleetFile, type FleetAccount } from '../../../src/main/provisioning/provisioning-file.ts';
import { imageVersion } from '../../image/image-version.ts';
import { PROJECT } from '../../image/tools/project.ts';
import { provisionCard } from '../provision/provision-card.ts';
import { TechnicianFailure } from '../technician-failure.ts';
import { say, tellFailure } from '../tell.ts';
import { fleetRows, type FleetRow } from './fleet-rows.ts';
import { labelSheet } from './labels.ts';

type DocumentOf = (account: FleetAccount) => ProvisioningDocument;

async function main(config = '', csv = '', device = ''): Promise<void> {
  if (config === '' || csv === '') {
    throw new TechnicianFailure(
      'make fleet: name both, as in CONFIG=common.json CSV=handsets.csv; see docs/provisioning.md',
    );
  }
  const { rows, documentOf } = checked(config, csv);
  const out = join(PROJECT, 'out/fleet');
  mkdirSync(dirname(out), { recursive: true });
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const { version, commit } = await imageVersion();
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(join(out, 'labels.html'), labelSheet(rows, day, `${version} (${commit})`));
  if (device === '') writeFiles(rows, documentOf, out);
  else await writeCards(rows, documentOf, device);
  say('Their labels are in out/fleet/labels.html.');
}

/** Both files, whole, before anything is written. */
function checked(config: string, csv: string): { readonly rows: readonly FleetRow[]; readonly documentOf: DocumentOf } {
  const common = readFleetFile(config, Date.now());
  const table = readTextFile(csv, 'secret');
  const rows = table.ok ? fleetRows(table.value) : null;
  const faults = [
    ...(common.ok ? [] : [describeFaults(common.error)]),
    ...(table.ok ? [] : [table.error]),
    ...(rows?.ok === false ? rows.error.map((fault) => `${csv}: ${fault}`) : []),
  ];
  if (!common.ok || rows?.ok !== true) throw new TechnicianFailure(`${faults.join('\n')}\nNothing was written.`);
  return { rows: rows.value, documentOf: common.value };
}

function writeFiles(rows: readonly FleetRow[], documentOf: DocumentOf, out: string): void {
  for (const row of rows) {
    mkdirSync(join(out, row.name), { recursive: true, mode: 0o700 });
    writeFileSync(join(out, row.name, PROVISIONING_FILE), writeDocument(documentOf(row)), { mode: 0o600 });
  }
  say(
    `${rows.length} handsets: out/fleet/NAME/${PROVISIONING_FILE}, each to be copied onto its card's partition "firmware".`,
  );
}

async function writeCards(rows: readonly FleetRow[], documentOf: DocumentOf, device: string): Promise<void> {
  if (!process.stdin.isTTY) throw new TechnicianFailure('there is no terminal to ask on for one card after the other');
  for (const [at, row] of rows.entries()) {
    const which = `(${at + 1} of ${rows.length}) Put the card of ${row.name}, ${row.address}, into ${device}`;
    for (let isDone = false; !isDone;) {
      if ((await answerTo(`${which} and press Enter; s leaves it out: `)) === 's') break;
      isDone = await isWritten(device, writeDocument(documentOf(row)));
    }
  }
}

/** Closed after each question: others ask on the same terminal. */
async function answerTo(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(question);
  terminal.close();
  return answer.trim();
}

/** A card that cannot be written is told, and another may be tried. */
async function isWritten(device: string, document: string): Promise<boolean> {
  try {
    await provisionCard(device, document);
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(error.message);
    return false;
  }
}

await tellFailure(() => main(...process.argv.slice(2)));
