import { once } from 'node:events';
import { request } from 'node:http';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startScriptedSimulator, type ScriptedSimulator } from './scripted-simulator.ts';

interface Fault {
  readonly error: string;
  readonly message: string;
  readonly cure: string;
}

describe('the HTTP interface', () => {
  let simulator: ScriptedSimulator;
  beforeAll(async () => {
    simulator = await startScriptedSimulator(
      ['simulator', 'simulator-12key'],
      new Map([['/page.txt', { contentType: 'text/plain', body: Buffer.from('page') }]]),
    );
    await simulator.get('handsets/alice?until=registered');
    await simulator.get('handsets/bob?until=registered');
  });
  afterAll(async () => {
    await simulator.stop();
    expect(simulator.failures).toEqual([]);
  });

  it('lists the handsets, and tells how the relay stands', async () => {
    const { value } = await simulator.get('handsets');
    expect(value).toMatchObject([
      {
        name: 'alice',
        address: 'sip:alice@relay.test',
        board: 'simulator',
        power: 'on',
        link: 'registered',
        cablePlugged: true,
      },
      { name: 'bob', board: 'simulator-12key' },
    ]);
    expect(await simulator.get('relay')).toEqual({
      status: 200,
      value: { address: '127.0.0.1:5061', tlsVersion: 'TLSv1.3', registered: 2 },
    });
  });

  it('types on twelve keys what the page is given, key by key, and Enter after it', async () => {
    const bob = simulator.handsets[1];
    if (bob === undefined) throw new Error('Bob is missing');
    const typed = Array.from('Ab Cc 1').map((character) => bob.typist.type(character));
    bob.typist.afterTyping(() => {
      bob.switches.press('Back');
      bob.switches.release('Back');
    });
    await Promise.all(typed);
    const { value } = await simulator.get('handsets/bob/text?contains=back');
    expect(value).toMatchObject({ focused: 'Ab Cc 1' });
  });

  it('types text through the real keys of each board', async () => {
    expect((await simulator.post('handsets/alice/keys', { type: 'Hello 7' })).status).toBe(200);
    expect((await simulator.get('handsets/alice/text?contains=Hello 7')).value).toMatchObject({ focused: 'Hello 7' });
    await simulator.post('handsets/bob/keys', { type: 'Ok 2' });
    expect((await simulator.get('handsets/bob/text?contains=Ok 2')).status).toBe(200);
  });

  it('presses, releases, holds and taps keys', async () => {
    await simulator.post('handsets/alice/keys', { press: ['Shift'] });
    await simulator.post('handsets/alice/keys', { tap: ['X', 'Y'] });
    await simulator.post('handsets/alice/keys', { release: ['Shift'] });
    await simulator.post('handsets/alice/keys', { tap: ['Z'] });
    expect((await simulator.get('handsets/alice/text?contains=XYz')).status).toBe(200);
    await simulator.post('handsets/alice/keys', { hold: 'Enter', holdMs: 600 });
    expect((await simulator.get('handsets/alice/text?contains=enter-long')).status).toBe(200);
  });

  it('waits for the LED and the buzzer, and tells what they do', async () => {
    expect((await simulator.get('handsets/alice/led')).value).toMatchObject({ state: 'dark' });
    const blinking = simulator.get('handsets/alice/led?until=blinking');
    const sounded = simulator.get('handsets/alice/buzzer?until=sounded');
    await simulator.post('handsets/alice/keys', { tap: ['Enter'] });
    expect((await blinking).value).toMatchObject({ state: 'blinking', pattern: { name: 'message' } });
    expect((await sounded).value).toMatchObject({ sounds: [{ ordinal: 1, pattern: { name: 'message' } }] });
    expect((await simulator.get('handsets/alice/buzzer?after=1')).value).toEqual({ sounds: [] });
    await simulator.post('handsets/alice/keys', { tap: ['Back'] });
    expect((await simulator.get('handsets/alice/led?until=pattern:dark')).status).toBe(200);
  });

  it('gives the screen as a picture', async () => {
    const response = await fetch(`${simulator.url}/api/handsets/bob/screen.png`);
    expect(response.headers.get('content-type')).toBe('image/png');
    const png = PNG.sync.read(Buffer.from(await response.arrayBuffer()));
    expect([png.width, png.height]).toEqual([240, 320]);
    // The scripted handset fills its screen with 0x2121, and draws a green stripe for each letter.
    expect([...png.data.subarray(-4)]).toEqual([33, 36, 8, 255]);
    expect(png.data.includes(255)).toBe(true);
  });

  it('says after the given time that the state was not reached, and what the state is', async () => {
    const { status, value } = await simulator.get('handsets/bob/led?until=lit&timeoutMs=20');
    expect(status).toBe(408);
    expect(value).toMatchObject({ error: 'not-in-time', now: { state: 'dark' } });
    expect((await simulator.get('handsets/bob/text?contains=never&timeoutMs=20')).status).toBe(408);
  });

  it('names each mistake and its cure', async () => {
    const faults: readonly (readonly [number, string, Promise<{ status: number; value: unknown }>])[] = [
      [404, 'no-such-handset', simulator.get('handsets/carol')],
      [404, 'unknown-path', simulator.get('handsets/bob/lamp')],
      [404, 'unknown-path', simulator.get('nothing')],
      [405, 'wrong-method', simulator.get('handsets/bob/keys')],
      [405, 'wrong-method', simulator.post('handsets/bob/led', {})],
      [400, 'unknown-until', simulator.get('handsets/bob/led?until=purple')],
      [400, 'bad-timeout', simulator.get('handsets/bob/led?timeoutMs=60001')],
      [400, 'bad-keys', simulator.post('handsets/bob/keys', { press: ['Any'] })],
      [400, 'bad-keys', simulator.post('handsets/bob/keys', { press: ['1'], release: ['1'] })],
      [400, 'no-such-key', simulator.post('handsets/bob/keys', { tap: ['Q'] })],
      [400, 'no-such-character', simulator.post('handsets/bob/keys', { type: '☂' })],
      [400, 'bad-power', simulator.post('handsets/bob/power', { on: 1 })],
      [400, 'bad-cable', simulator.post('handsets/bob/cable', {})],
      [413, 'too-long', simulator.post('handsets/bob/keys', { type: 'x'.repeat(20_000) })],
    ];
    for (const [status, error, answer] of faults) {
      const { status: got, value } = await answer;
      expect([got, (value as Fault).error]).toEqual([status, error]);
      expect((value as Fault).cure).not.toBe('');
    }
  });

  it('says which method a path takes (RFC 9110 §15.5.6)', async () => {
    const ask = async (method: string, path: string) => {
      const response = await fetch(`${simulator.url}${path}`, { method });
      return [response.status, response.headers.get('allow'), ((await response.json()) as Fault).cure];
    };
    expect(await ask('PUT', '/api/handsets/bob/keys')).toEqual([405, 'POST', 'use POST']);
    expect(await ask('DELETE', '/api/handsets/bob')).toEqual([405, 'GET, HEAD', 'use GET']);
    expect(await ask('POST', '/page.txt')).toEqual([405, 'GET, HEAD', 'use GET']);
    expect((await fetch(`${simulator.url}/page.txt`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${simulator.url}/api/handsets/bob/text`, { method: 'HEAD' })).status).toBe(200);
  });

  it('names the keys that another character may come from, if the board has them', async () => {
    const cure = async (name: string) =>
      ((await simulator.post(`handsets/${name}/keys`, { type: '漢' })).value as Fault).cure;
    expect(await cure('alice')).toMatch(/^leave it out: nothing was typed; tap Sym and .*; tap Emoji and .* an emoji$/);
    expect(await cure('bob')).not.toContain('Emoji');
  });

  it('takes only JSON that is announced as such', async () => {
    const plain = await fetch(`${simulator.url}/api/handsets/bob/power`, { method: 'POST', body: '{"on":false}' });
    expect(plain.status).toBe(415);
    const headers = { 'Content-Type': 'application/json' };
    const broken = await fetch(`${simulator.url}/api/handsets/bob/power`, { method: 'POST', headers, body: '{"on":' });
    expect(broken.status).toBe(400);
    expect((await simulator.get('handsets/bob')).value).toMatchObject({ power: 'on' });
  });

  it('pulls the cable and puts it in again', async () => {
    expect((await simulator.post('handsets/bob/cable', { plugged: false })).value).toEqual({ cablePlugged: false });
    expect((await simulator.get('handsets/bob')).value).toMatchObject({ cablePlugged: false });
    expect((await simulator.post('handsets/bob/cable', { plugged: true })).value).toEqual({ cablePlugged: true });
  });

  it('cuts the power as a battery does, and starts the handset again', async () => {
    await simulator.post('handsets/bob/keys', { tap: ['Select'] });
    await simulator.get('handsets/bob/led?until=blinking');
    expect((await simulator.post('handsets/bob/power', { on: false })).value).toEqual({ power: 'off' });
    expect((await simulator.get('handsets/bob')).value).toMatchObject({
      link: 'stopped',
      lastExit: { signal: 'SIGKILL' },
    });
    expect((await simulator.get('handsets/bob/led')).value).toMatchObject({ state: 'dark' });
    expect((await simulator.get('handsets/bob/text')).status).toBe(409);
    expect((await simulator.post('handsets/bob/keys', { tap: ['1'] })).value).toMatchObject({ error: 'no-power' });
    await simulator.post('handsets/bob/power', { on: true });
    expect((await simulator.get('handsets/bob?until=registered')).status).toBe(200);
    await simulator.post('handsets/bob/keys', { type: 'back' });
    expect((await simulator.get('handsets/bob/text?contains=Back')).status).toBe(200);
  });

  it('tells a handset that stopped by itself from one that was switched off', async () => {
    await simulator.post('handsets/bob/keys', { tap: ['Menu'] });
    expect((await simulator.get('handsets/bob?until=crashed')).value).toMatchObject({
      lastExit: { code: 3, signal: null },
    });
    await simulator.post('handsets/bob/power', { on: true });
    expect((await simulator.get('handsets/bob?until=registered')).status).toBe(200);
  });

  it('refuses other web sites and other names, for the page, the interface and the WebSocket alike', async () => {
    const { port } = simulator;
    const statusWith = (headers: Record<string, string>, method = 'GET'): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const sent = request({ port, host: '127.0.0.1', path: '/api/handsets', method, headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.on('error', reject);
        sent.end();
      });
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ host: 'evil.example' })).toBe(403);
    expect(await statusWith({ origin: 'http://evil.example' })).toBe(403);
    expect(await statusWith({ origin: 'http://evil.example' }, 'OPTIONS')).toBe(403);

    const refused = (headers: Record<string, string>): Promise<string> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}/page`, { headers });
        socket.on('open', () => {
          resolve('open');
        });
        socket.on('error', (error) => {
          resolve(error.message);
        });
      });
    expect(await refused({ origin: 'http://evil.example' })).toContain('403');
    expect(await refused({ host: 'evil.example' })).toContain('403');
  });
});

describe('the WebSocket of the page', () => {
  it('closes on anything that the page does not say, and lets go of the keys that it held', async () => {
    const simulator = await startScriptedSimulator(['simulator']);
    await simulator.get('handsets/alice?until=registered');
    const held = (): readonly string[] => simulator.handsets[0]?.switches.pressed ?? [];
    /** Says it while it holds a key; the code that it is closed with, once nothing is held any more. */
    const say = async (message: string): Promise<number> => {
      const socket = new WebSocket(`ws://127.0.0.1:${simulator.port}/page`);
      const closed = new Promise<number>((resolve) => socket.on('close', resolve));
      await once(socket, 'open');
      socket.send(JSON.stringify({ kind: 'press', index: 0, key: 'Shift' }));
      await expect.poll(held, { timeout: 5_000 }).toEqual(['Shift']);
      socket.send(message);
      const code = await closed;
      await expect.poll(held, { timeout: 5_000 }).toEqual([]);
      return code;
    };
    expect(await say('no JSON')).toBe(1008);
    expect(await say(JSON.stringify({ kind: 'press', index: 0, key: 'Any' }))).toBe(1008);
    expect(await say(JSON.stringify({ kind: 'press', index: 9, key: 'A' }))).toBe(1008);
    expect(await say(JSON.stringify({ kind: 'power', index: 0, on: 'yes' }))).toBe(1008);
    // Too big for any message of the page (RFC 6455 7.4.1: 1009).
    expect(await say('x'.repeat(5000))).toBe(1009);
    await simulator.stop();
    expect(simulator.handsets[0]?.lastExit).toEqual({ code: 0, signal: null, cause: null });
  });
});
