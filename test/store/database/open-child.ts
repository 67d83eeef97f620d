// Run by a test in a second process: tells whether it could open the store.
import { openHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { STORE_KEY } from './store-key.ts';

const opened = openHandsetStore({ path: process.argv[2] ?? '', key: STORE_KEY, lockTimeoutMs: 0 });
process.stdout.write(opened.ok ? 'opened' : opened.error.code);
if (opened.ok) opened.value.close();
