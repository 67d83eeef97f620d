import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemMonotonicMs } from '../../src/simulator/wire/protocol.ts';
import { Baresip } from '../support/baresip.ts';
import { handsetConfiguration } from '../support/handset-process.ts';
import { whatIsMissing } from '../support/installed-peers.ts';
import { Kamailio } from '../support/kamailio.ts';
import type { TestUser } from '../support/sip-server.ts';
import type { Figure } from './figures.ts';
import { DEBOUNCE_MS, ForkedHandset, isRegistered, openThread, wait } from './forked-handset.ts';

const ROUNDS = 100;
const WARM_UP = 5;
/** Reports and repaints of one round are over before the next. */
const PAUSE_MS = 200;

/**
 * Enter on one handset to the other's LED through Kamailio, and in turn with it baresip's command to the text on another baresip's
 * output through the same Kamailio.
 */
export async function throughKamailio(folder: string): Promise<readonly Figure[]> {
  const missing = whatIsMissing(['kamailio', 'baresip']);
  if (missing.length > 0) {
    console.log(`  (skipped: ${missing.join('; ')})`);
    return [];
  }
  const kamailio = await Kamailio.start({ algorithm: 'MD5' });
  const handset = (user: TestUser): ForkedHandset => {
    const file = join(folder, user, 'handset.json');
    mkdirSync(join(folder, user), { recursive: true });
    writeFileSync(file, JSON.stringify(handsetConfiguration(user, kamailio)), { mode: 0o600 });
    return new ForkedHandset(file);
  };
  const [alice, bob] = [handset('alice'), handset('bob')];
  const running: { stop(): Promise<void> }[] = [alice, bob];
  try {
    await Promise.all([alice.seen(isRegistered), bob.seen(isRegistered)]);
    await openThread(alice, 'B');
    await openThread(bob, 'A');
    const carol = await Baresip.start({ user: 'carol', server: kamailio, peer: 'dave' });
    running.push(carol);
    const dave = await Baresip.start({ user: 'dave', server: kamailio, peer: 'carol' });
    running.push(dave);
    const own: number[] = [];
    const other: number[] = [];
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      const ownMs = await enterToLed(alice, bob);
      await wait(PAUSE_MS);
      const otherMs = await commandToText(carol, dave, `round ${round}`);
      await wait(PAUSE_MS);
      if (round < 0) continue;
      own.push(ownMs);
      other.push(otherMs);
    }
    const beside = { name: 'baresip, command to text', samples: other };
    const name = 'Enter to the peer’s LED through Kamailio, beyond debounce';
    return [{ name, unit: 'ms', samples: own, aim: { most: 5 }, beside }];
  } finally {
    await Promise.all(running.map((one) => one.stop()));
    await kamailio.stop();
  }
}

async function enterToLed(from: ForkedHandset, to: ForkedHandset): Promise<number> {
  await from.type(['K']);
  await wait(60);
  const lit = to.seen((report) => report.kind === 'led' && report.pattern.name === 'message');
  const { releasedAtMs } = await from.tap('Enter');
  return (await lit) - releasedAtMs - DEBOUNCE_MS;
}

async function commandToText(from: Baresip, to: Baresip, text: string): Promise<number> {
  const shown = to.shows('carol', text);
  const fromMs = systemMonotonicMs();
  from.send(text);
  await shown;
  return systemMonotonicMs() - fromMs;
}
