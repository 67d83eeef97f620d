import { simulator } from '../../../../board/simulator/board.ts';
import type { HandsetConfig } from '../../../../src/main/config/handset-config.ts';
import { ALICE } from '../../../support/handset-world.ts';

/** Alice's handset, whose server nobody runs. */
export function stageConfig(dataFolder: string, contacts: HandsetConfig['contacts']): HandsetConfig {
  return {
    server: {
      host: '127.0.0.1',
      port: 1,
      domain: 'relay.example',
      caPem: '',
      pins: [],
      revocationFile: null,
      oldestTls: 'TLSv1.3',
    },
    account: { address: ALICE, username: 'alice', password: 'x' },
    board: simulator,
    dataFolder,
    updateUrl: null,
    messageFormat: 'auto',
    settings: { defaults: {}, locked: [] },
    contacts,
  };
}
