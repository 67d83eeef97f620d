import { befriend } from '../support/store-fixtures.ts';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createHandset } from '../../src/handset/create-handset.ts';
import type { RunningHandset } from '../../src/handset/running-handset.ts';
import { openHandsetStore, type OpenedHandsetStore } from '../../src/store/handset/open-handset-store.ts';
import { dataFolder } from '../store/database/data-folder.ts';
import { STORE_KEY } from '../store/database/store-key.ts';
import { eventually } from './support/eventually.ts';
import { ALICE, BOB, makeLink, TestLog, TestRandom } from './support/link-bench.ts';
import { useLinkFixture } from './support/link-fixture.ts';
import { silent } from './support/link-fixture.ts';
import { acceptAll } from './support/scripted-sip-server.ts';
import { message } from './support/wire.ts';
import { systemTimeZones } from '../support/time-zones.ts';
import { WITHOUT_BATTERY } from '../support/memory-power.ts';
import { MemoryWallTime } from '../support/memory-wall-time.ts';
import { MemoryNetwork } from '../support/memory-network.ts';

const link = useLinkFixture();
const first = message({ callId: 'm1', body: 'one' });
const again = message({
  callId: 'm1',
  body: 'one',
  via: 'SIP/2.0/TLS relay.example.org;branch=z9hG4bKagain',
});

interface Bob {
  readonly handset: RunningHandset;
  readonly store: OpenedHandsetStore;
  texts(): readonly string[];
  switchOff(): Promise<void>;
}

/** Bob's handset on a store on disk, over the fixture's server and clock. */
function switchOn(folder: string): Bob {
  const opened = openHandsetStore({ path: join(folder, 'messages.db'), key: STORE_KEY });
  if (!opened.ok) throw new Error(opened.error.code);
  const store = opened.value;
  befriend(store.contacts, ALICE);
  link.bench = makeLink({ clock: link.clock, caPem: link.caPem, port: link.server.port });
  const handset = createHandset({
    own: BOB,
    clock: link.clock,
    uptime: () => null,
    timeZones: systemTimeZones,
    random: new TestRandom(),
    log: new TestLog(),
    link: link.bench.link,
    messages: store.messages,
    contacts: store.contacts,
    drafts: store.drafts,
    settings: store.settings,
    standings: store.standings,
    led: { show: () => undefined, close: () => undefined },
    buzzer: { play: () => undefined, close: () => undefined },
    battery: WITHOUT_BATTERY,
    wallTime: new MemoryWallTime(),
    network: new MemoryNetwork(),
  });
  handset.start();
  const texts = (): readonly string[] =>
    store.messages
      .events(ALICE, { beforeSequence: null, limit: 100 })
      .flatMap((event) => (event.kind === 'message' ? [event.message.body] : []));
  const switchOff = async (): Promise<void> => {
    const stopped = handset.stop();
    await link.clock.run(2_000);
    await stopped;
    store.close();
  };
  return { handset, store, texts, switchOff };
}
const registered = (): boolean => link.bench.link.state.kind === 'registered';

test('a message that was kept on a flow which broke before the answer is shown once when the next flow brings it again', async () => {
  const bob = switchOn(dataFolder());
  await eventually('it is registered', registered);
  const { connection: old } = link.server;
  old.socket.end(first);
  await eventually('it is kept', () => bob.texts().length === 1);
  await link.passUntil('it is registered anew', () => link.server.connections.length === 2 && registered());
  expect((await link.server.connection.ask(again)).statusCode).toBe(200);
  expect(bob.texts()).toEqual(['one']);
  await bob.switchOff();
});

test('the same message over the old and the new flow, a restart in between, is shown once and answered each time', async () => {
  const folder = dataFolder();
  const bob = switchOn(folder);
  await eventually('it is registered', registered);
  expect((await link.server.connection.ask(first)).statusCode).toBe(200);
  await bob.switchOff();
  const later = switchOn(folder);
  await eventually('it is registered anew', registered);
  for (const copy of [again, first, again]) expect((await link.server.connection.ask(copy)).statusCode).toBe(200);
  expect(later.texts()).toEqual(['one']);
  expect(later.store.messages.unreadCount()).toBe(1);
  await later.switchOff();
});

test('what the relay still writes to a flow that the handset gave up is neither kept nor answered there', async () => {
  const bob = switchOn(dataFolder());
  await eventually('it is registered', registered);
  const { connection: old } = link.server;
  link.server.answersPings = false;
  link.server.script = silent;
  link.bench.link.reconnectNow();
  await eventually('it was asked for a sign of life', () => old.pings === 1);
  await link.clock.run(10_000);
  expect(registered()).toBe(false);
  link.server.script = acceptAll;
  old.send(first);
  await link.passUntil('it is registered anew', () => link.server.connections.length === 2 && registered());
  expect(bob.texts()).toEqual([]);
  expect(old.responses).toEqual([]);
  expect((await link.server.connection.ask(first)).statusCode).toBe(200);
  expect(bob.texts()).toEqual(['one']);
  await bob.switchOff();
});
