import { describe, expect, it } from 'vitest';
import { relayBench } from '../support/relay-bench.ts';
import { DOMAIN, addressOf } from '../support/relay-rig.ts';

const bench = relayBench();

interface Lines {
  readonly method?: string;
  readonly uri?: string;
  readonly via?: string;
  readonly beforeCseq?: readonly string[];
  readonly callId?: string;
}

const requestOf = ({ method = 'MESSAGE', uri = addressOf('bob'), via, beforeCseq = [], callId = 'x' }: Lines): Buffer =>
  Buffer.from(
    [
      `${method} ${uri} SIP/2.0`,
      `Via: ${via ?? 'SIP/2.0/TLS a.example;branch=z9hG4bKdoor'}`,
      ...beforeCseq,
      `From: <${addressOf('alice')}>;tag=1`,
      `To: <${addressOf('bob')}>`,
      `Call-ID: ${callId}`,
      `CSeq: 1 ${method}`,
      'Content-Type: text/plain',
      'Content-Length: 2',
      '',
      'hi',
    ].join('\r\n'),
  );

describe('a request that claims to be in a dialog', () => {
  it.each([
    ['MESSAGE', `<${addressOf('bob')}>;tag=x`],
    ['MESSAGE', `"B" <${addressOf('bob')}>;x=y;TAG=z`],
    ['MESSAGE', `${addressOf('bob')};tag=x`],
    ['OPTIONS', `<sip:${DOMAIN}>;tag=x`],
    ['BYE', `<${addressOf('bob')}>;tag=x`],
    ['INFO', `<${addressOf('bob')}>;tag=x`],
  ])('%s with To: %s is answered 481 at the door, and no device hears of it', async (method, to) => {
    const [alice, bob] = [await bench.rig.login('alice'), await bench.rig.login('bob')];
    const answer = await alice.request(method, method === 'OPTIONS' ? `sip:${DOMAIN}` : addressOf('bob'), { to });
    expect(answer.startLine).toBe('SIP/2.0 481 Call/Transaction Does Not Exist');
    await alice.send(addressOf('bob'), 'after');
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.body.toString()).toBe('after');
  });

  it('is registered no more than sent', async () => {
    const alice = await bench.rig.connect('alice');
    const answer = await alice.request('REGISTER', `sip:${DOMAIN}`, { to: `<${addressOf('alice')}>;tag=x` });
    expect(answer.status).toBe(481);
  });
});

describe('what other clients write', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['a Subject in ISO 8859-1', ['Subject: caf\u00e9'], /^caf\u00e9$/],
    ['control characters in a Subject', ['Subject: a\0\x7fb'], /^a {2}b$/],
    ['a line that is no header', ['no header', ' at all', 'Subject: a'], /^a$/],
    [
      'two Subjects, Dates and Expires',
      ['Subject: a', 'Subject: b', 'Date: x', 'Date: y', 'Expires: 9', 'Expires: x'],
      /^a$/,
    ],
  ])('arrives with %s', async (_what, lines, subject) => {
    const [alice, bob] = [await bench.rig.login('alice'), await bench.rig.login('bob')];
    const bytes = Buffer.from(requestOf({ beforeCseq: lines }).toString(), 'latin1');
    expect([200, 202]).toContain((await alice.exchange('z9hG4bKdoor', bytes)).status);
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.header('Subject')).toMatch(subject);
  });

  it('that is no SIP is closed, with a length as without one', async () => {
    for (const lines of [['GET / HTTP/1.1'], ['POST / HTTP/1.1', 'Content-Length: 5'], ['EHLO a', 'l: 5']]) {
      const stranger = await bench.rig.connect('alice');
      stranger.write(`${lines.join('\r\n')}\r\nHost: a\r\n\r\nhello`);
      await stranger.closed;
    }
    const closed = () => bench.rig.log.entries.filter(({ facts }) => facts['reason'] === 'unreadable-stream');
    await bench.rig.waitFor(() => closed().length === 3);
  });

  it('is taken without a branch in the topmost Via, as RFC 2543 and RFC 4475’s longreq have it', async () => {
    const [alice, bob] = [await bench.rig.login('alice'), await bench.rig.login('bob')];
    const answer = await alice.exchange('', requestOf({ via: 'SIP/2.0/TLS a.example' }));
    expect([200, 202]).toContain(answer.status);
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.all('Via')).toHaveLength(1);
  });

  it('is taken with a Call-ID of 256 characters and more', async () => {
    const [alice, bob] = [await bench.rig.login('alice'), await bench.rig.login('bob')];
    const callId = `${'long.'.repeat(80)}id@a.example`;
    expect([200, 202]).toContain((await alice.exchange('z9hG4bKdoor', requestOf({ callId }))).status);
    await bob.until(() => bob.messages.length === 1);
    expect(bob.messages[0]?.header('Call-ID')).toBe(callId);
  });

  it.each<[string, Lines]>([
    ['a header line', { beforeCseq: [`Subject: ${'s'.repeat(5_000)}`] }],
    ['a header line of 60 kB', { beforeCseq: [`Subject: ${'s'.repeat(60_000)}`] }],
    ['a folded header', { beforeCseq: ['Subject: s', ` ${'s'.repeat(3_000)}`, ` ${'s'.repeat(3_000)}`] }],
    ['its first line', { uri: `sip:${'b'.repeat(5_000)}@${DOMAIN}` }],
    ['a hundred headers', { beforeCseq: Array.from({ length: 101 }, () => 'X: y') }],
    ['20 kB of headers', { beforeCseq: Array.from({ length: 10 }, () => `X: ${'y'.repeat(2_000)}`) }],
  ])('is answered 513 and not by silence when %s in front of CSeq is too long', async (_what, lines) => {
    const alice = await bench.rig.login('alice');
    const answer = await alice.exchange('z9hG4bKdoor', requestOf(lines));
    expect([answer.status, answer.header('CSeq'), answer.header('Call-ID')]).toEqual([513, '1 MESSAGE', 'x']);
  });
});
