import { afterEach, expect, test } from 'vitest';
import { success } from '../../src/domain/result.ts';
import { formatChallenge } from '../../src/wire/authentication/digest-challenge.ts';
import { makeLink, noResolver } from './support/link-bench.ts';
import { answerWith, useLinkFixture } from './support/link-fixture.ts';
import type { Script, ScriptedSipServer } from './support/scripted-sip-server.ts';

const link = useLinkFixture();
const servers: ScriptedSipServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

let least = 600;
/** Each attempt sends three REGISTERs. */
const correcting: Script = (request, connection) => {
  answerWith(423, [{ name: 'Min-Expires', value: String((least += 60)) }])(request, connection);
};
let nonces = 0;
/** Each attempt sends two: itself, and the answer to the challenge. */
const findingNoncesStale: Script = (request, connection) => {
  const value = formatChallenge({
    realm: 'example.org',
    nonce: `n${(nonces += 1)}`,
    opaque: null,
    stale: true,
    algorithm: { hash: 'SHA-256', session: false },
    qop: 'auth',
  });
  answerWith(401, [{ name: 'WWW-Authenticate', value }])(request, connection);
};

test.each([
  ['correct us without end', correcting],
  ['call every nonce stale', findingNoncesStale],
])('four servers that %s, and dice that always fall on no wait, make no storm of REGISTERs', async (_, script) => {
  for (let count = 0; count < 4; count += 1) servers.push(await link.newServer());
  const srv = servers.map(({ port }, priority) => ({ priority, weight: 0, port, target: 'node.example.org' }));
  link.bench = makeLink({
    clock: link.clock,
    caPem: link.caPem,
    host: null,
    port: null,
    resolver: {
      ...noResolver,
      srv: () => Promise.resolve(success(srv)),
      addresses: () => Promise.resolve(success(['127.0.0.1'])),
    },
  });
  link.bench.random.dice = 0;
  const sentAtMs: number[] = [];
  for (const server of servers) {
    server.script = (request, connection) => {
      sentAtMs.push(link.clock.monotonicMs());
      script(request, connection);
    };
  }
  const startedMs = link.clock.monotonicMs();
  link.start();
  await link.passUntil('five minutes have passed', () => link.clock.monotonicMs() >= startedMs + 300_000);
  expect(sentAtMs.length).toBeGreaterThan(30);
  for (const atMs of sentAtMs) {
    expect(sentAtMs.filter((other) => other >= atMs && other < atMs + 60_000).length).toBeLessThanOrEqual(36);
  }
  // The pauses grow, whatever the dice say: the last minute sees less than the first.
  const inMinute = (minute: number): number =>
    sentAtMs.filter((atMs) => Math.floor((atMs - startedMs) / 60_000) === minute).length;
  expect(inMinute(4)).toBeLessThan(inMinute(0));
});
