import { afterEach, describe, expect, it } from 'vitest';
import type { Network } from '../../src/ports/network/network.ts';
import type { Transmitter } from '../support/memory-network.ts';

/** A handset with one radio, and what transmits around it. */
export interface NetworkRig {
  readonly network: Network;
  /** Resolves when the radio can hear of it. */
  transmit(...transmitters: readonly Transmitter[]): Promise<void>;
  dispose(): Promise<void>;
}

const OFFICE: Transmitter = { name: 'Office', security: 'passphrase', passphrase: 'long enough', bars: 3 };
const CAFE: Transmitter = { name: 'Café ☕', security: 'open', bars: 4 };
const COMPANY: Transmitter = { name: 'Company', security: 'other', bars: 1 };
const HIDDEN: Transmitter = { ...OFFICE, name: 'Cellar', isHidden: true };

/** @param open a rig whose radio is on and knows no network. */
export function describeNetwork(adapter: string, open: () => Promise<NetworkRig>): void {
  describe(`${adapter} keeps the contract of Network:`, () => {
    let rig: NetworkRig;
    afterEach(async () => {
      rig.network.close();
      await rig.dispose();
    });

    const joins = async (name: string, passphrase: string | null) => {
      const joined = await rig.network.join(name, passphrase);
      return joined.ok ? 'joined' : joined.error;
    };

    it('finds what transmits, the strongest first', async () => {
      rig = await open();
      await rig.transmit(COMPANY, OFFICE, CAFE);
      const unknown = { isConnected: false, isKnown: false };
      expect(await rig.network.scan()).toEqual({
        ok: true,
        value: [
          { name: 'Café ☕', security: 'open', bars: 4, ...unknown },
          { name: 'Office', security: 'passphrase', bars: 3, ...unknown },
          { name: 'Company', security: 'other', bars: 1, ...unknown },
        ],
      });
    });

    it('joins by a passphrase, tells of it, and knows the network from then on', async () => {
      rig = await open();
      await rig.transmit(OFFICE);
      const heard: string[] = [];
      rig.network.onChange(() => heard.push(rig.network.state.wifi.kind));
      expect(await joins('Office', 'long enough')).toBe('joined');
      expect(rig.network.state.wifi).toEqual({ kind: 'connected', name: 'Office', bars: 3 });
      expect(heard.at(-1)).toBe('connected');
      const found = await rig.network.scan();
      expect(found.ok && found.value).toEqual([
        { name: 'Office', security: 'passphrase', bars: 3, isConnected: true, isKnown: true },
      ]);
      expect(await joins('Office', null)).toBe('joined');
    });

    it('joins an open network, and one that does not tell its name', async () => {
      rig = await open();
      await rig.transmit(CAFE, HIDDEN);
      expect(await joins('Café ☕', null)).toBe('joined');
      expect(await joins('Cellar', 'long enough')).toBe('joined');
      expect(rig.network.state.wifi).toMatchObject({ kind: 'connected', name: 'Cellar' });
    });

    it('says why a network was not joined', async () => {
      rig = await open();
      await rig.transmit(OFFICE, COMPANY);
      expect(await joins('Office', null)).toBe('passphrase-needed');
      expect(await joins('Office', 'short')).toBe('passphrase-unfit');
      expect(await joins('Office', 'with é, long enough')).toBe('passphrase-unfit');
      expect(await joins('Office', 'quite wrong')).toBe('passphrase-refused');
      expect(await joins('Nobody', null)).toBe('not-found');
      expect(await joins('Company', 'long enough')).toBe('not-supported');
      expect(rig.network.state.wifi.kind).toBe('idle');
    });

    it('takes another passphrase for a network that changed it', async () => {
      rig = await open();
      await rig.transmit(OFFICE);
      await joins('Office', 'long enough');
      await rig.transmit({ ...OFFICE, passphrase: 'another one' });
      expect(await joins('Office', 'another one')).toBe('joined');
    });

    it('forgets: it leaves, and needs the passphrase again', async () => {
      rig = await open();
      await rig.transmit(OFFICE);
      await joins('Office', 'long enough');
      expect(await rig.network.forget('Office')).toMatchObject({ ok: true });
      expect(rig.network.state.wifi.kind).toBe('idle');
      expect(await joins('Office', null)).toBe('passphrase-needed');
      expect(await rig.network.forget('Office')).toEqual({ ok: false, error: 'not-found' });
    });

    it('answers after close, and calls nobody', async () => {
      rig = await open();
      await rig.transmit(OFFICE);
      const heard: unknown[] = [];
      rig.network.onChange(() => heard.push(1));
      rig.network.close();
      rig.network.close();
      expect(await rig.network.scan()).toEqual({ ok: false, error: 'failed' });
      expect(await joins('Office', 'long enough')).toBe('failed');
      expect(heard).toEqual([]);
    });
  });
}
