import type { LiveSettings } from '../../ports/live-settings.ts';
import type { MessageLink } from '../../ports/network/message-link.ts';
import type { Network } from '../../ports/network/network.ts';

interface NetworkWatchParts {
  readonly network: Pick<Network, 'state' | 'onChange' | 'setFlightMode'>;
  readonly link: Pick<MessageLink, 'networkChanged'>;
  readonly settings: Pick<LiveSettings, 'value' | 'onChange'>;
}

/**
 * Tells the link at once when the network is another one, has gone or is back, and keeps the radios as the owner wants
 * them: also those that are found later.
 */
export function watchNetwork({ network, link, settings }: NetworkWatchParts): () => void {
  const addresses = (): readonly string[] => network.state.paths.flatMap((path) => path.addresses);
  const obey = (): void => {
    // What a radio refuses is tried again when something changes; there is nothing else to be done.
    void network.setFlightMode(settings.value('flightMode'));
  };
  let told = addresses().join(' ');
  const leaveNetwork = network.onChange(() => {
    if (network.state.flightMode !== settings.value('flightMode')) obey();
    const now = addresses();
    if (now.join(' ') === told) return;
    told = now.join(' ');
    link.networkChanged(now);
  });
  const leaveSettings = settings.onChange((name) => {
    if (name === 'flightMode') obey();
  });
  obey();
  return () => {
    leaveNetwork();
    leaveSettings();
  };
}
