import { expect, it } from 'vitest';
import { keyOf } from '../../../src/relay/connection/tls-listener.ts';

it('connections differ by address and by port', () => {
  const ends = [
    { remoteAddress: '192.0.2.7', remotePort: 40_000 },
    { remoteAddress: '192.0.2.8', remotePort: 40_000 },
    { remoteAddress: '192.0.2.7', remotePort: 40_001 },
    { remoteAddress: undefined, remotePort: undefined },
  ];
  expect(new Set(ends.map(keyOf)).size).toBe(ends.length);
});
