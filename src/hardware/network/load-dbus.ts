import type { LoadDbus } from './dbus-system-bus.ts';

/** Only a board with a network loads the library. */
export const loadDbus: LoadDbus = () => import('dbus-native');
