// Makes the operator's keys for updates: node firmware/technician/keys/keys.ts. `make keys` calls it. KEYS names the
// folder; RENEW=1 makes a new signing certificate from the authority that is there.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeys, makeSigningCertificate } from '../../image/trust/certificates.ts';
import { endOf, operatorFolder, type KeyFolder } from '../../image/trust/key-folder.ts';
import { TechnicianFailure } from '../technician-failure.ts';
import { say, tellFailure } from '../tell.ts';

async function main(): Promise<void> {
  const folder = operatorFolder();
  const operator = process.env['OPERATOR'] ?? '';
  const name = operator === '' ? 'Operator' : operator;
  if (!/^[\p{L}\p{N} .-]{1,40}$/u.test(name)) {
    throw new TechnicianFailure('OPERATOR: up to 40 letters, digits, spaces, dots and hyphens');
  }
  if (process.env['RENEW'] === '1') await renew(folder, name);
  else await makeFirst(folder, name);
  tellEnds(folder);
}

async function makeFirst(folder: KeyFolder, name: string): Promise<void> {
  if (folder.isThere || existsSync(folder.key) || existsSync(folder.authorityKey)) {
    if (folder.isThere && existsSync(folder.certificate)) tellEnds(folder);
    throw new TechnicianFailure(
      `There are keys in ${folder.path} already; nothing was written. RENEW=1 makes a new signing certificate from them, ` +
        'KEYS=FOLDER names another folder.',
    );
  }
  mkdirSync(folder.path, { recursive: true, mode: 0o700 });
  await makeKeys(folder, name);
  say(`The keys are in ${folder.path}. Keep a copy: without them no handset of yours can be updated ever again.`);
  say(`Move ${join(folder.authorityKey, '..')} to a medium that lies in a safe. Only RENEW=1 needs it.`);
}

/** The pair that was there stays, under another name. */
async function renew(folder: KeyFolder, name: string): Promise<void> {
  if (!folder.isThere) throw new TechnicianFailure(`There are no keys in ${folder.path} to renew: make keys`);
  if (!existsSync(folder.authorityKey)) {
    throw new TechnicianFailure(
      `${folder.authorityKey} is missing: put the folder "root" back from its safe place, as long as this takes`,
    );
  }
  for (const file of [folder.certificate, folder.key]) {
    if (existsSync(file)) renameSync(file, file.replace(/\.pem$/, `.until-${Date.now()}.pem`));
  }
  await makeSigningCertificate(folder, name);
  say(`${folder.certificate} is new; handsets trust it as they trusted the one before.`);
}

function tellEnds(folder: KeyFolder): void {
  const nowMs = Date.now();
  const told = [
    ['The authority, which is in every handset,', folder.authority],
    ['The signing certificate', folder.certificate],
  ] as const;
  for (const [what, file] of told) {
    const { date, daysLeft } = endOf(file, nowMs);
    say(daysLeft < 0 ? `${what} ended on ${date}.` : `${what} ends on ${date}, in ${daysLeft} days.`);
  }
}

await tellFailure(main);
