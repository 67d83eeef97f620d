import { Resolver as NameServers } from 'node:dns/promises';
import { afterEach, expect, test } from 'vitest';
import { failure, success } from '../../../src/domain/result.ts';
import { DnsResolver } from '../../../src/sip/location/dns-resolver.ts';
import { locateServer } from '../../../src/sip/location/locate-server.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { DnsStub, naptrData, srvData } from '../support/dns-stub.ts';
import { eventually } from '../support/eventually.ts';

test('a name of the hosts file has addresses', async () => {
  const clock = new VirtualClock();
  const found = await new DnsResolver(clock).addresses('localhost');
  expect(found.ok && found.value.some((address) => address === '127.0.0.1' || address === '::1')).toBe(true);
  expect(clock.pendingTimers).toBe(0);
});

const stubs: DnsStub[] = [];
afterEach(async () => {
  for (const stub of stubs.splice(0)) await stub.stop();
});
async function startStub(answers: Parameters<typeof DnsStub.start>[0]): Promise<DnsStub> {
  const stub = await DnsStub.start(answers);
  stubs.push(stub);
  return stub;
}
function askedOf(stub: DnsStub): NameServers {
  const servers = new NameServers({ timeout: 2_000, tries: 1 });
  servers.setServers([stub.address]);
  return servers;
}

test('SRV and NAPTR records come as they are; what is not there is an empty list, what failed is unavailable', async () => {
  const stub = await startStub({
    'SRV _sips._tcp.example.org': [srvData(10, 60, 5061, 'a.example.org'), srvData(20, 0, 7000, 'b.example.org')],
    'SRV _sips._tcp.none.example': [srvData(0, 0, 0, '')],
    'SRV _sips._tcp.broken.example': 'server-failure',
    'NAPTR example.org': [naptrData(50, 30, 's', 'SIPS+D2T', '_sips._tcp.example.org')],
  });
  const resolver = new DnsResolver(new VirtualClock(), () => askedOf(stub));
  expect(await resolver.srv('_sips._tcp.example.org')).toEqual(
    success([
      { priority: 10, weight: 60, port: 5061, target: 'a.example.org' },
      { priority: 20, weight: 0, port: 7000, target: 'b.example.org' },
    ]),
  );
  expect(await resolver.naptr('example.org')).toMatchObject({
    value: [{ order: 50, preference: 30, flags: 's', service: 'SIPS+D2T', replacement: '_sips._tcp.example.org' }],
  });
  expect(await resolver.srv('_sips._tcp.nobody.example')).toEqual(success([]));
  expect(await resolver.srv('_sips._tcp.broken.example')).toEqual(failure('unavailable'));
  const denied = await locateServer(
    { target: 'none.example', port: null },
    { resolver, clock: new VirtualClock(), fraction: () => 0 },
  );
  expect(denied).toEqual(failure('not-offered'));
});

test('name servers that are silent are given up after 5 s', async () => {
  const stub = await startStub({ 'SRV _sips._tcp.example.org': 'silence' });
  const clock = new VirtualClock();
  const question = new DnsResolver(clock, () => askedOf(stub)).srv('_sips._tcp.example.org');
  await eventually('it was asked', () => stub.asked.length === 1);
  await clock.run(5_000);
  expect(await question).toEqual(failure('unavailable'));
  expect(clock.pendingTimers).toBe(0);
});

test('a handset that came to another network asks the name servers of that one', async () => {
  const [old, now] = [await startStub({}), await startStub({ 'SRV s': [srvData(1, 1, 5061, 'here')] })];
  let stub = old;
  const resolver = new DnsResolver(new VirtualClock(), () => askedOf(stub));
  expect(await resolver.srv('s')).toEqual(success([]));
  stub = now;
  expect(await resolver.srv('s')).toMatchObject({ value: [{ target: 'here' }] });
});
