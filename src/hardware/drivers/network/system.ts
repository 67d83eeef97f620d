import { success } from '../../../domain/result.ts';
import type { NetworkDriverData } from '../../../ports/device/board.ts';
import type { Network } from '../../../ports/network/network.ts';
import { DbusSystemBus } from '../../network/dbus-system-bus.ts';
import { SystemNetwork } from '../../network/system-network.ts';
import type { Driver } from '../driver.ts';

/** What the image's networkd and iwd do. Nothing is missed where one of them is missing: it may come later. */
export const systemNetwork: Driver<NetworkDriverData['system'], Network> = {
  open: (_data, { files, clock, loadDbus, readAddresses }) => {
    const bus = new DbusSystemBus({ clock, loadDbus });
    return Promise.resolve(success(new SystemNetwork({ bus, files, readAddresses, clock })));
  },
};
