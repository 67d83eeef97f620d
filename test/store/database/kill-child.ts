// Run by a test and killed at some moment. Writes for ever, and tells each change on standard output only after it was
// told as durable.
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageId } from '../../../src/domain/history/message-id.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { deviceAgeMs, epochMs } from '../../../src/domain/time.ts';
import { openHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { openRelayQueue } from '../../../src/store/relay/open-relay-queue.ts';
import { STORE_KEY } from './store-key.ts';
import { addOne } from '../../support/add-one.ts';

function orThrow<Value>(result: { ok: true; value: Value } | { ok: false; error: unknown }): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const folder = process.argv[2] ?? '';
const store = orThrow(openHandsetStore({ path: join(folder, 'handset.db'), key: STORE_KEY }));
const { queue } = orThrow(openRelayQueue({ path: join(folder, 'queue.db'), key: STORE_KEY }));
const tell = (what: string) => writeSync(1, `${what}\n`);

tell('ready');
for (let n = Number(process.argv[3]); ; n++) {
  const peer = `sip:peer${n % 3}@example.org` as PeerAddress;
  const outgoing = `out-${n}` as MessageId;
  const incoming = { id: `in-${n}` as MessageId, peer, body: `text ${n}`, receivedAtMs: epochMs(n), sentAtMs: null };
  orThrow(store.messages.addIncoming({ ...incoming, owesDeliveryReport: true, owesReadReport: false }));
  tell(`in ${n}`);
  orThrow(store.drafts.saveDraft(peer, { text: `draft ${n}`, cursor: n }));
  tell(`draft ${n}`);
  const deadline = { composedAtMs: epochMs(n), giveUpAtAgeMs: deviceAgeMs(n) };
  orThrow(store.messages.addOutgoing({ id: outgoing, peer, body: `text ${n}`, ...deadline }));
  tell(`out ${n}`);
  orThrow(store.messages.moveOutgoing(outgoing, { event: { kind: 'accepted', tries: 1 }, steps: [] }));
  tell(`enqueued ${n}`);
  const row = {
    from: peer,
    to: peer,
    storedAtMs: epochMs(n),
    fromAgeMs: deviceAgeMs(0),
    expiresAtAgeMs: deviceAgeMs(n),
  };
  const { position } = orThrow(addOne(queue, { ...row, sealed: Buffer.from(`sealed ${n}`) }));
  tell(`queued ${n}`);
  if (n % 2 === 0) {
    orThrow(queue.change({ add: [], remove: [position] }));
    tell(`removed ${n}`);
  }
}
