import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CablePlug } from '../../../src/simulator/bench/cable-plug.ts';

/** Reads until that many bytes have come. */
async function read(socket: Socket, bytes: number): Promise<string> {
  let text = '';
  while (text.length < bytes) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    text += chunk.toString();
  }
  return text;
}

/** A round trip beside the cable: whatever the cable held back would have come by then. */
async function otherTraffic(port: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write('x');
  await read(socket, 1);
  socket.destroy();
  await once(socket, 'close');
}

describe('the cable', () => {
  let relay: Server;
  let relayPort: number;
  let accepted: Socket[];
  let cable: CablePlug;

  beforeEach(async () => {
    accepted = [];
    relay = createServer((socket) => {
      accepted.push(socket);
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    relayPort = (relay.address() as AddressInfo).port;
    cable = new CablePlug({ host: '127.0.0.1', port: relayPort });
    await cable.open();
  });
  afterEach(() => {
    cable.close();
    relay.close();
    for (const socket of accepted) socket.destroy();
  });

  const handset = async (): Promise<Socket> => {
    const socket = connect({ port: cable.port, host: '127.0.0.1' });
    await once(socket, 'connect');
    return socket;
  };

  it('carries bytes both ways unchanged', async () => {
    const socket = await handset();
    const sent = 'REGISTER '.repeat(20_000);
    socket.write(sent);
    expect(await read(socket, sent.length)).toBe(sent);
    socket.destroy();
  });

  it('pulled, holds the bytes of a connection without ending it, and delivers them when it is put in again', async () => {
    const socket = await handset();
    socket.write('before');
    await read(socket, 6);
    const ends: string[] = [];
    for (const event of ['end', 'close', 'error']) socket.on(event, () => ends.push(event));

    await cable.pull();
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.write('held');
    for (let round = 0; round < 5; round++) await otherTraffic(relayPort);
    expect([heard, ends]).toEqual(['', []]);

    await cable.plug();
    while (heard.length < 4) await once(socket, 'data');
    expect(heard).toBe('held');
    socket.destroy();
  });

  it('pulled, refuses new connections, and takes them at the same port afterwards', async () => {
    const { port } = cable;
    await cable.pull();
    const refused = connect({ port, host: '127.0.0.1' });
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    await cable.plug();
    expect(cable.port).toBe(port);
    const socket = await handset();
    socket.write('again');
    expect(await read(socket, 5)).toBe('again');
    socket.destroy();
  });

  it('keeps the news of an end to itself while it is pulled', async () => {
    const socket = await handset();
    socket.write('hello');
    await read(socket, 5);
    const [far] = accepted;
    const farEnded = once(far!, 'close').then(() => 'ended');
    await cable.pull();
    socket.destroy();
    for (let round = 0; round < 5; round++) await otherTraffic(relayPort);
    expect(far!.destroyed).toBe(false);
    await cable.plug();
    expect(await farEnded).toBe('ended');
  });

  it('plugged, tells each side when the other has gone', async () => {
    const socket = await handset();
    socket.write('hello');
    await read(socket, 5);
    accepted[0]!.destroy();
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });

  it('ends a connection whose relay is not there', async () => {
    relay.close();
    await once(relay, 'close');
    const socket = connect({ port: cable.port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    socket.resume();
    await once(socket, 'close');
    expect(accepted).toEqual([]);
  });
});
