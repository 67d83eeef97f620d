import { join } from 'node:path';
import { openHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { openRelayQueue } from '../../../src/store/relay/open-relay-queue.ts';
import { describeContactStore } from '../../contract/contact-store.contract.ts';
import { describeDraftStore } from '../../contract/draft-store.contract.ts';
import { describeHistory } from '../../contract/history.contract.ts';
import { describeMessageStore } from '../../contract/message-store.contract.ts';
import { describeRequests } from '../../contract/requests.contract.ts';
import { describeRelayQueue } from '../../contract/relay-queue.contract.ts';
import { describeSettingsStore } from '../../contract/settings-store.contract.ts';
import { dataFolder } from '../database/data-folder.ts';
import { valueOf } from '../../support/store-fixtures.ts';
import { STORE_KEY } from '../database/store-key.ts';

const openStore = () => valueOf(openHandsetStore({ path: join(dataFolder(), 'handset.db'), key: STORE_KEY }));
const openQueue = () => valueOf(openRelayQueue({ path: join(dataFolder(), 'queue.db'), key: STORE_KEY })).queue;

describeMessageStore('SqliteMessageStore', openStore);
describeHistory('SqliteMessageStore', openStore);
let freeBytes = 0;
describeRequests(
  'SqliteMessageStore',
  () => {
    const location = { path: join(dataFolder(), 'handset.db'), key: STORE_KEY };
    return valueOf(openHandsetStore(location, () => ({ freeBytes, totalBytes: 64 * 1_024 * 1_024 })));
  },
  (bytes) => {
    freeBytes = bytes;
  },
);
describeDraftStore('SqliteDraftStore', openStore);
describeContactStore('SqliteContactStore', openStore);
describeSettingsStore('SqliteSettingsStore', openStore);
describeRelayQueue('SqliteRelayQueue', openQueue);
