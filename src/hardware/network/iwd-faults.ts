import type { NetworkFault } from '../../ports/network/network.ts';
import type { BusFault } from './system-bus.ts';

/** iwd says little of why a network was not joined: a passphrase that is wrong only ends in "Failed". */
export function faultOf({ name }: BusFault, hadPassphrase: boolean): NetworkFault {
  switch (name) {
    case 'net.connman.iwd.NotFound':
      return 'not-found';
    case 'net.connman.iwd.NotSupported':
    case 'net.connman.iwd.NotConfigured':
      return 'not-supported';
    case 'net.connman.iwd.InvalidFormat':
      return 'passphrase-unfit';
    case 'net.connman.iwd.NoAgent':
      return 'passphrase-needed';
    case 'net.connman.iwd.Failed':
      return hadPassphrase ? 'passphrase-refused' : 'failed';
    // Our agent had none to give.
    case 'net.connman.iwd.Aborted':
      return hadPassphrase ? 'failed' : 'passphrase-needed';
    default:
      return 'failed';
  }
}
