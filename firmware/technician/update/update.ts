// Packs the image of a board as a signed update: node firmware/technician/update/update.ts BOARD. `make update` calls it.
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildCache } from '../../image/tools/build-cache.ts';
import { Progress } from '../../image/tools/progress.ts';
import { PROJECT } from '../../image/tools/project.ts';
import { endOf, type KeyFolder } from '../../image/trust/key-folder.ts';
import { fingerprint, readReleaseFacts, type ReleaseFacts } from '../../image/trust/release-facts.ts';
import { refuseWithoutSigner, updateTrust } from '../../image/trust/update-trust.ts';
import { TechnicianFailure } from '../technician-failure.ts';
import { say, tellFailure } from '../tell.ts';
import { bundleNotice, makeBundle } from './bundle.ts';

/** With fewer days left than this, who signs is told to renew. */
const SOON_DAYS = 180;
const MIB = 1 << 20;

async function main(board: string | undefined): Promise<void> {
  if (board === undefined || board === '') {
    throw new TechnicianFailure('make update: name the board, as in make update BOARD=rpi-zero2w');
  }
  const out = join(PROJECT, 'out', board);
  if (!/^[a-z0-9-]+$/.test(board) || !existsSync(join(out, 'release.json'))) {
    throw new TechnicianFailure(`there is no image for ${board}: make it first, with make image BOARD=${board}`);
  }
  const progress = new Progress(say);
  const keys = await updateTrust(new BuildCache(progress), progress);
  refuseWithoutSigner(keys);
  const facts = readReleaseFacts(out);
  refuseStrangers(keys, facts);
  const oneWay = process.env['ONE_WAY'] === '1';
  const parts = { facts, keys, oneWay, root: join(out, 'handset.squashfs'), boot: join(out, 'boot.img') };
  const file = join(out, 'update.raucb');
  await progress.step('update', () => makeBundle(parts, file));
  writeFileSync(join(out, 'update.json'), bundleNotice(parts, file));
  const { version, commit, release, storeSchema } = facts;
  say(`out/${board}/update.raucb: ${(statSync(file).size / MIB).toFixed(1)} MiB, version ${version} (${commit})`);
  say(`Release ${release}: handsets that have it, or a higher one, refuse it.`);
  say(
    oneWay
      ? `One way: a handset whose messages are not of form ${storeSchema} yet cannot go back behind it.`
      : `Messages of form ${storeSchema}: a handset with an older form refuses it, unless ONE_WAY=1 says that you know it.`,
  );
}

/** @throws TechnicianFailure when handsets would refuse what these keys sign, and tells how long they still can. */
function refuseStrangers(keys: KeyFolder, facts: ReleaseFacts): void {
  if (fingerprint(keys.authority) !== facts.authority) {
    throw new TechnicianFailure(
      `the image trusts other keys than those in ${keys.path}: handsets with it could never be updated again. ` +
        `Make it with these keys, or name those of the image by KEYS=FOLDER.`,
    );
  }
  const { date, daysLeft } = endOf(keys.certificate, Date.now());
  if (daysLeft < 0) {
    throw new TechnicianFailure(`the signing certificate ended on ${date}; make keys RENEW=1 makes a new one`);
  }
  if (daysLeft < SOON_DAYS) {
    say(`Attention: the signing certificate ends on ${date}, in ${daysLeft} days. Handsets refuse its updates then.`);
    say('make keys RENEW=1 makes a new one.');
  }
}

await tellFailure(() => main(process.argv[2]));
