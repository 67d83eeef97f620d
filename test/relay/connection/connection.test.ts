import { PassThrough } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { beforeEach, expect, it } from 'vitest';
import { FairTurns } from '../../../src/relay/bounds/fair-turns.ts';
import { RELAY_LIMITS } from '../../../src/relay/bounds/relay-limits.ts';
import { ClientConnection, type ConnectionHandler } from '../../../src/relay/connection/connection.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { message } from '../../sip/support/wire.ts';

const TURN = 16;
let socket: PassThrough;
let frames: number;
let connection: ClientConnection;

/** What a client sends is written into it; what it is sent is not looked at. */
class FakeSocket extends PassThrough {
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }
}

beforeEach(() => {
  socket = new FakeSocket();
  frames = 0;
  const handler: ConnectionHandler = {
    frameArrived: () => {
      frames += 1;
    },
    faultArrived: () => undefined,
    spoke: () => undefined,
    hasRegistration: () => true,
    closed: () => undefined,
  };
  connection = new ClientConnection({
    id: 1,
    socket: socket as unknown as TLSSocket,
    handler,
    turns: new FairTurns(),
    clock: new VirtualClock(),
    limits: { ...RELAY_LIMITS, messagesPerTurn: TURN },
    nonceLifetimeMs: 1_000,
  });
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('reads nothing more from a client while messages of it wait for their turn', async () => {
  socket.emit('data', Buffer.concat(Array.from({ length: 3 * TURN + 1 }, () => message())));
  expect([frames, socket.isPaused(), connection.isSilent]).toEqual([TURN, true, false]);
  await turn();
  expect([frames, socket.isPaused()]).toEqual([2 * TURN, true]);
  await turn();
  await turn();
  expect([frames, socket.isPaused()]).toEqual([3 * TURN + 1, false]);
});

it('goes on reading at once when one turn was enough', () => {
  socket.emit('data', Buffer.concat(Array.from({ length: TURN }, () => message())));
  expect([frames, socket.isPaused()]).toEqual([TURN, false]);
});
