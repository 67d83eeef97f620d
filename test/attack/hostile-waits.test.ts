import { describe, expect, it, vi } from 'vitest';
import { acceptAll, type Script } from '../sip/support/scripted-sip-server.ts';
import { answers, HostileBed, loggingIn, registersWith } from './support/hostile-bed.ts';

/** A handset that has a Flow-Timer of 30 s pings after 24 to 30 s, and waits 10 s for the answer. */
const PINGS_WITHIN_MS = 45_000;
/** Those behind a text wait at most a minute for the time that a server names for it. */
const HELD_MS = 75_000;

/** These wait for what is right after half a minute or one, so they wait together, each with a handset of its own. */
describe.concurrent('a server that plays for time', { timeout: 120_000 }, () => {
  const withHandset = async (script: Script, play: (bed: HostileBed) => Promise<void>): Promise<void> => {
    const bed = await HostileBed.start(script);
    try {
      await bed.hand.until('registered');
      await play(bed);
    } finally {
      await bed.stop();
    }
  };

  it('by Retry-After of a day for one text holds nobody else back, and those behind it for a minute at most', async () => {
    const later = answers(503, { name: 'Retry-After', value: '86400' });
    const script = loggingIn((request, connection) => {
      const isPoison = /poison/i.test(Buffer.from(request.body).toString());
      (isPoison ? later : acceptAll)(request, connection);
    });
    await withHandset(script, async (bed) => {
      const came = (what: RegExp): number => bed.bodies().filter((body) => what.test(body)).length;
      await bed.write('alice', 'poison', 'behind it');
      await bed.write('carol', 'to another');
      await vi.waitUntil(() => came(/to another/i) === 1, { timeout: 10_000 });
      expect(came(/behind it/i)).toBe(0);
      await vi.waitUntil(() => came(/behind it/i) === 1, { timeout: HELD_MS });
      // For the text itself the time is obeyed.
      expect(came(/poison/i)).toBe(1);
    });
  });

  it('by announcing pongs and sending none has lost the flow 10 s after a ping: the handset connects anew', async () => {
    const terms = registersWith({ name: 'Require', value: 'outbound' }, { name: 'Flow-Timer', value: '30' });
    await withHandset(loggingIn(acceptAll, terms), async ({ server, hand }) => {
      server.answersPings = false;
      await vi.waitUntil(() => server.connection.pings > 0, { timeout: PINGS_WITHIN_MS });
      const pingedAtMs = performance.now();
      expect(server.connections).toHaveLength(1);
      await vi.waitUntil(() => server.connections.length === 2, { timeout: 40_000 });
      expect(performance.now() - pingedAtMs).toBeGreaterThan(9_000);
      expect(server.connections[0]?.closed).toBe(true);
      server.answersPings = true;
      await hand.until('registered');
    });
  });
});
