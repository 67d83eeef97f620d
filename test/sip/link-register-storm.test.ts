import { afterEach, expect, test } from 'vitest';
import { success } from '../../src/domain/result.ts';
import { makeLink, noResolver } from './support/link-bench.ts';
import { answerWith, useLinkFixture } from './support/link-fixture.ts';
import type { Script, ScriptedSipServer } from './support/scripted-sip-server.ts';

const link = useLinkFixture();
const servers: ScriptedSipServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

test('four servers that correct us without end, and dice that always fall on no wait, make no storm of REGISTERs', async () => {
  let least = 600;
  const correcting: Script = (request, connection) => {
    answerWith(423, [{ name: 'Min-Expires', value: String((least += 60)) }])(request, connection);
  };
  for (let count = 0; count < 4; count += 1) servers.push(await link.newServer());
  for (const server of servers) server.script = correcting;
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
  const sent = (): number => servers.reduce((sum, server) => sum + server.requests('REGISTER').length, 0);
  link.start();
  // Three rounds of twelve; then the fourth has to wait until a minute after the first.
  await link.passUntil('three rounds are over', () => sent() >= 34);
  await link.clock.run(20_000);
  for (let turn = 0; turn < 200; turn += 1) await new Promise<void>((next) => setImmediate(next));
  expect(sent()).toBeLessThanOrEqual(36);
  expect(link.clock.monotonicMs()).toBeLessThan(60_000);
});
