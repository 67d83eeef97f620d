import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AttackBed } from './support/attack-bed.ts';

/** Rounds of mutants; what a process takes at first is no sign of growth. */
const WARM_UP = 4;
const ROUNDS = process.env['ATTACK'] === 'long' ? 60 : 6;
const CONNECTIONS = 30;
const MUTANTS = 40;
const MOST_GROWTH_MB = 20;

describe('very many mutated requests', () => {
  let bed: AttackBed;

  beforeAll(async () => {
    bed = await AttackBed.start();
  });
  afterAll(() => bed.stop());

  const residentMb = (): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${bed.relay.processId}/status`, 'utf8'))?.[1]) / 1_024;

  function mutant(round: number, at: number): string {
    const long = `${round}-${at}-${'m'.repeat(1_000 + ((at * 97) % 2_500))}`;
    const method = at % 3 === 0 ? 'REGISTER' : 'MESSAGE';
    const uri = method === 'REGISTER' ? `sip:${bed.domain}` : `sip:bob@${bed.domain}`;
    const digest =
      `Digest username="${long}", realm="${bed.domain}", nonce="n", uri="${uri}", response="${'0'.repeat(64)}", ` +
      'algorithm=SHA-256, qop=auth, nc=00000001, cnonce="c"';
    const lines = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/TLS ${round}.${at}.example;branch=z9hG4bK${round}.${at}`,
      `From: <sip:mallory@${bed.domain}>;tag=${round}${at}`,
      `To: <sip:bob@${bed.domain}>${at % 5 === 0 ? ';tag=x' : ''}`,
      `Call-ID: ${long.slice(0, 500)}`,
      `CSeq: ${at} ${at % 7 === 0 ? 'OPTIONS' : method}`,
      `${at % 2 === 0 ? 'Authorization' : 'Proxy-Authorization'}: ${digest}`,
      `Contact: <sip:m@h>;+sip.instance="<urn:${long}>"`,
      'Content-Type: text/plain',
      `Content-Length: ${at % 11 === 0 ? 'x' : 0}`,
    ];
    return `${lines.join('\r\n')}\r\n\r\n`;
  }

  async function oneRound(round: number): Promise<void> {
    for (let count = 0; count < CONNECTIONS; count += 1) {
      const client = await bed.client('mallory', `127.0.${round % 200}.${count + 1}`);
      for (let at = 0; at < MUTANTS; at += 1) client.write(mutant(round * CONNECTIONS + count, at));
      // The relay may have had enough of it before that.
      await client.request('OPTIONS', `sip:${bed.domain}`).catch(() => undefined);
      await client.destroy();
    }
  }

  it('leave the relay as large as it was', async () => {
    for (let round = 0; round < WARM_UP; round += 1) await oneRound(round);
    const before = residentMb();
    for (let round = WARM_UP; round < WARM_UP + ROUNDS; round += 1) await oneRound(round);
    const after = residentMb();
    process.stdout.write(
      `relay: ${before.toFixed(1)} MB, ${ROUNDS * CONNECTIONS * MUTANTS} mutants later ${after.toFixed(1)} MB\n`,
    );
    expect(after - before).toBeLessThan(MOST_GROWTH_MB);
    const honest = await bed.registered('carol');
    expect((await honest.send(`sip:dave@${bed.domain}`, 'still there')).status).toBe(202);
  }, 120_000);
});
