import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchUpdate, type FetchParts } from '../../../src/main/update/fetch-update.ts';
import { HttpsSource } from '../../../src/main/update/https-source.ts';
import { AGAIN_AFTER_MS, IncomingFolder } from '../../../src/main/update/incoming-folder.ts';
import { MOST_UPDATE_BYTES } from '../../../src/main/update/update-notice.ts';
import { makeTestCertificates } from '../../support/certificates.ts';

const BOARD = 'simulator';
const UPDATE = randomBytes(300_000);
const SHA256 = createHash('sha256').update(UPDATE).digest('hex');
const NOTICE = { board: BOARD, version: '0.2.0', release: 300, storeSchema: 7, bytes: UPDATE.length, sha256: SHA256 };

const folder = mkdtempSync(join(tmpdir(), 'fetch-'));
const certificates = makeTestCertificates(join(folder, 'operator'), 'updates.test');
const strangers = makeTestCertificates(join(folder, 'stranger'), 'updates.test');
const incomingFolder = join(folder, 'incoming');
const read = (file: string): string => readFileSync(file, 'utf8');

let server: Server;
let notice: unknown;
let sendUpdate: (request: IncomingMessage, response: ServerResponse) => void;
let ranges: (string | undefined)[];
let waited: number;

/** As any web server sends a file. */
function wholeOrRest(request: IncomingMessage, response: ServerResponse, bytes = UPDATE): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from > 0) response.writeHead(206, { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
  response.end(bytes.subarray(from));
}

beforeAll(async () => {
  server = createServer(
    { key: read(certificates.keyFile), cert: read(certificates.certificateFile) },
    (request, response) => {
      if (request.url === `/${BOARD}/update.json`) {
        response.end(typeof notice === 'string' ? notice : JSON.stringify(notice));
      } else {
        ranges.push(request.headers.range);
        sendUpdate(request, response);
      }
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  mkdirSync(incomingFolder);
  notice = NOTICE;
  ranges = [];
  waited = 0;
  sendUpdate = wholeOrRest;
});
afterEach(() => {
  rmSync(incomingFolder, { recursive: true });
});

const fetching = (parts: Partial<FetchParts> = {}) =>
  fetchUpdate({
    source: new HttpsSource({ caPem: read(certificates.caFile), crlPem: null, oldestTls: 'TLSv1.3' }),
    incoming: new IncomingFolder(incomingFolder),
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/${BOARD}/`,
    board: BOARD,
    release: 200,
    rejected: [],
    bytesPerSecond: 1e9,
    nowMs: Date.now,
    wait: (ms) => {
      waited += ms;
      return Promise.resolve();
    },
    endMs: Date.now() + 60_000,
    progress: () => undefined,
    ...parts,
  });
const delivered = (): Buffer | null => {
  const file = join(incomingFolder, 'update.raucb');
  return existsSync(file) ? readFileSync(file) : null;
};
const faultOf = async (parts: Partial<FetchParts> = {}): Promise<{ reason: string; told: string }> => {
  const fetched = await fetching(parts);
  if (fetched.ok) throw new Error('it was fetched');
  expect(delivered()).toBeNull();
  return fetched.error;
};

describe('fetching an update', () => {
  it('brings it whole, and tells how far it is', async () => {
    const percents: number[] = [];
    const fetched = await fetching({ progress: (_, percent) => percents.push(percent) });
    expect(fetched).toEqual({ ok: true, value: 'delivered' });
    expect(delivered()).toEqual(UPDATE);
    expect(percents.at(-1)).toBe(100);
  });

  it.each([
    ['has the release that runs', { ...NOTICE, release: 200 }, {}],
    ['has an older one', { ...NOTICE, release: 199 }, {}],
    ['has one that did not work here', NOTICE, { rejected: [300] }],
  ])('asks for nothing when the operator %s', async (_, said, parts) => {
    notice = said;
    expect(await fetching(parts)).toEqual({ ok: true, value: 'nothing' });
    expect(ranges).toEqual([]);
  });

  it('asks for nothing while one waits, nor for what it handed over within a day', async () => {
    await fetching();
    expect(await fetching()).toEqual({ ok: true, value: 'nothing' });
    rmSync(join(incomingFolder, 'update.raucb'));
    expect(await fetching()).toEqual({ ok: true, value: 'nothing' });
    expect(ranges).toHaveLength(1);
    await fetching({ nowMs: () => Date.now() + AGAIN_AFTER_MS, endMs: Infinity });
    expect(delivered()).toEqual(UPDATE);
  });

  it('goes on where a connection broke, in the next attempt too', async () => {
    sendUpdate = (_, response) => {
      response.writeHead(200, { 'content-length': UPDATE.length });
      response.write(UPDATE.subarray(0, 100_000), () => {
        setImmediate(() => response.destroy());
      });
    };
    const first = fetching({ endMs: 0 });
    expect(await first).toMatchObject({ ok: false });
    const [part = ''] = readdirSync(incomingFolder);
    const there = readFileSync(join(incomingFolder, part)).length;
    expect(there).toBeGreaterThan(0);
    sendUpdate = wholeOrRest;
    expect(await fetching()).toMatchObject({ ok: true });
    expect(ranges.at(-1)).toBe(`bytes=${there}-`);
    expect(delivered()).toEqual(UPDATE);
  });

  it('begins anew where the server knows no parts, or has another update now', async () => {
    writeFileSync(join(incomingFolder, `${SHA256}.part`), UPDATE.subarray(0, 1_000));
    writeFileSync(join(incomingFolder, `${'0'.repeat(64)}.part`), 'of another');
    sendUpdate = (_, response) => {
      response.end(UPDATE);
    };
    expect(await fetching()).toMatchObject({ ok: true });
    expect(delivered()).toEqual(UPDATE);
    expect(readdirSync(incomingFolder).sort()).toEqual(['delivered', 'update.raucb']);
  });

  it('takes no more in a second than it may', async () => {
    await fetching({ bytesPerSecond: 100_000, nowMs: () => 0, endMs: 1 });
    expect(waited).toBeGreaterThanOrEqual(3_000);
  });
});

describe('what is not fetched', () => {
  it('comes from a server that others vouch for', async () => {
    const source = new HttpsSource({ caPem: read(strangers.caFile), crlPem: null, oldestTls: 'TLSv1.3' });
    expect(await faultOf({ source })).toMatchObject({ reason: 'server-not-trusted' });
  });

  it('comes from a server under another name', async () => {
    const { port } = server.address() as AddressInfo;
    const { reason, told } = await faultOf({ url: `https://[::ffff:127.0.0.1]:${port}/` });
    expect(['server-not-trusted', 'server-unreachable']).toContain(reason);
    expect(told).toContain(`:${port}/update.json: `);
  });

  it('comes from no server at all', async () => {
    expect(await faultOf({ url: 'https://127.0.0.1:9/' })).toMatchObject({ reason: 'server-unreachable' });
  });

  it('is somewhere else: no redirection is followed', async () => {
    sendUpdate = (_, response) => response.writeHead(302, { location: 'https://elsewhere.test/' }).end();
    const { reason, told } = await faultOf();
    expect([reason, told.endsWith('HTTP 302')]).toEqual(['server-refuses', true]);
  });

  it.each([
    ['is no JSON', 'hello'],
    ['is longer than a notice', ' '.repeat(5_000)],
    ['lacks its hash', { ...NOTICE, sha256: undefined }],
    ['has a hash that is a path', { ...NOTICE, sha256: '../../etc/passwd' }],
    ['is for another board', { ...NOTICE, board: 'rpi-zero2w' }],
    ['has no number', { ...NOTICE, release: '300' }],
    ['would be without an end', { ...NOTICE, bytes: -1 }],
  ])('has a notice that %s', async (_, said) => {
    notice = said;
    expect(await faultOf()).toMatchObject({ reason: 'notice-malformed' });
    expect(ranges).toEqual([]);
  });

  it('is larger than a slot, or than the room there is', async () => {
    notice = { ...NOTICE, bytes: MOST_UPDATE_BYTES + 1 };
    expect(await faultOf()).toMatchObject({ reason: 'too-large' });
    notice = NOTICE;
    const incoming = new IncomingFolder(incomingFolder);
    incoming.hasRoomFor = () => false;
    expect(await faultOf({ incoming })).toMatchObject({ reason: 'no-room' });
    expect(ranges).toEqual([]);
  });

  it('is more than was said', async () => {
    notice = { ...NOTICE, bytes: 1_000 };
    expect(await faultOf()).toMatchObject({ reason: 'server-refuses' });
  });

  it('is not what was said: nothing of it is kept', async () => {
    sendUpdate = (request, response) => {
      wholeOrRest(request, response, Buffer.from(UPDATE).fill(0, 0, 10));
    };
    expect(await faultOf()).toMatchObject({ reason: 'damaged' });
    expect(readdirSync(incomingFolder)).toEqual([]);
  });

  it('never comes: a server that ends early again and again is left', async () => {
    sendUpdate = (_, response) => {
      response.writeHead(200, { 'content-length': UPDATE.length });
      response.flushHeaders();
      setImmediate(() => response.destroy());
    };
    expect(await faultOf()).toMatchObject({ reason: 'server-unreachable' });
    expect(ranges.length).toBeLessThan(10);
    expect(waited).toBeGreaterThan(10_000);
  });

  it('takes too long', async () => {
    let clock = 0;
    const slow = { nowMs: () => (clock += 1_000), endMs: 10_000, bytesPerSecond: 1 };
    expect(await faultOf(slow)).toMatchObject({ reason: 'server-unreachable' });
  });
});
