import { failure, success } from '../../../domain/result.ts';
import type { NetworkDriverData } from '../../../ports/device/board.ts';
import type { Network } from '../../../ports/network/network.ts';
import type { Driver } from '../driver.ts';

const NO_WIFI = failure('no-wifi' as const);

/** A machine whose network is somebody else's business. */
export const FOREIGN_NETWORK: Network = {
  state: { paths: [], wifi: { kind: 'absent' }, flightMode: false },
  onChange: () => () => undefined,
  scan: () => Promise.resolve(NO_WIFI),
  join: () => Promise.resolve(NO_WIFI),
  forget: () => Promise.resolve(NO_WIFI),
  setFlightMode: () => NO_WIFI,
  close: () => undefined,
};

export const noNetwork: Driver<NetworkDriverData['none'], Network> = {
  open: () => Promise.resolve(success(FOREIGN_NETWORK)),
};
