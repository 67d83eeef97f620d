import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IwdObjects } from '../../../src/hardware/network/iwd-objects.ts';

it('reads whatever comes over the bus, and throws at nothing', () => {
  const name = fc.constantFrom(
    ...['Station', 'Network', 'KnownNetwork', 'Adapter'].map((each) => `net.connman.iwd.${each}`),
  );
  const property = fc.constantFrom(
    'State',
    'Name',
    'Type',
    'Connected',
    'KnownNetwork',
    'ConnectedNetwork',
    'Scanning',
  );
  const interfaces = fc.dictionary(name, fc.dictionary(property, fc.anything()));
  const tree = fc.oneof(
    fc.anything(),
    fc.dictionary(fc.constantFrom('/', '/a', '/b'), fc.oneof(interfaces, fc.anything())),
  );
  fc.assert(
    fc.property(
      tree,
      fc.anything(),
      fc.array(fc.tuple(fc.constantFrom('/a', '/b'), fc.anything())),
      (told, any, ordered) => {
        const objects = new IwdObjects(told);
        expect(['absent', 'off', 'idle', 'connecting', 'connected']).toContain(objects.state(0).kind);
        for (const list of [any, ordered]) {
          for (const { bars, name: found } of objects.found(list)) {
            expect([0, 1, 2, 3, 4]).toContain(bars);
            expect(found).not.toBe('');
          }
        }
      },
    ),
  );
});

it('prefers, of two networks of one name, the one that is known, else the one that wants a passphrase', () => {
  const network = (type: string, more: object = {}) => ({
    'net.connman.iwd.Network': { Name: 'A', Type: type, ...more },
  });
  const both = { '/open': network('open'), '/psk': network('psk') };
  expect(new IwdObjects(both).network('A')?.path).toBe('/psk');
  const known = { ...both, '/open': network('open', { KnownNetwork: '/k' }) };
  expect(new IwdObjects(known).network('A')?.path).toBe('/open');
});
