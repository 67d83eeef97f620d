import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AttackBed } from './support/attack-bed.ts';

/** All of these come from one address, as behind one carrier's translator. */
describe('a neighbour behind the same address', () => {
  let bed: AttackBed;

  beforeAll(async () => {
    bed = await AttackBed.start({ moreAccounts: ['newcomer'] });
  });
  afterAll(() => bed.stop());

  it('locks nobody out by 60 wrong passwords for invented users: not who is registered, nor who is new', async () => {
    const owner = await bed.registered('carol');
    const known = await bed.registered('dave');
    await known.destroy();
    for (let at = 0; at < 60; at += 1) {
      const guesser = await bed.client(`invented-${at}`);
      const { status } = await guesser.register().catch(() => ({ status: null }));
      expect([401, 403, null]).toContain(status);
      await guesser.destroy();
    }
    expect((await owner.register()).status).toBe(200);
    expect((await (await bed.client('dave')).register()).status).toBe(200);
    const startMs = performance.now();
    expect((await (await bed.client('newcomer')).register()).status).toBe(200);
    expect(performance.now() - startMs).toBeLessThan(6_000);
  });

  it('keeps no owner out by 60 bare connections', async () => {
    const bare: Socket[] = [];
    for (let at = 0; at < 60; at += 1) {
      const socket = connect(bed.port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      bare.push(socket);
    }
    const owner = await bed.registered('carol');
    expect((await owner.send(`sip:dave@${bed.domain}`, 'I am in')).status).toBe(202);
    // It is there only when it has registered.
    await bed.handset('bob');
    for (const socket of bare) socket.destroy();
  });
});
