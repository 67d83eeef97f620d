import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../../../src/domain/peer-address.ts';
import { LineLog } from '../../../../src/main/machine/log/line-log.ts';

function logged(act: (log: LineLog) => void): string {
  const lines: string[] = [];
  act(new LineLog('alice', (line) => lines.push(line)));
  expect(lines).toHaveLength(1);
  return lines.join('');
}

function told(cause: unknown): string {
  const line = logged((log) => {
    log.error('stage.threw', {}, cause);
  });
  return line.replace('alice: error stage.threw cause=', '');
}

function withoutStack<Thrown extends Error>(error: Thrown): Thrown {
  error.stack = '';
  return error;
}

describe('the log', () => {
  it('writes name, level, code and facts in one line', () => {
    expect(
      logged((log) => {
        log.warn('sip.flow-ended', { reason: 'no-network', tries: 3 });
      }),
    ).toBe('alice: warn sip.flow-ended reason=no-network tries=3');
  });

  it('keeps to one line whatever a fact or a cause holds, and turns no direction', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const act of [
          (log: LineLog) => {
            log.info('relay.listening', { text });
          },
          (log: LineLog) => {
            log.error('stage.threw', {}, new Error(text));
          },
        ]) {
          expect(logged(act)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        }
      }),
    );
  });

  it('leaves out what is for information only when it is quiet', () => {
    const lines: string[] = [];
    const log = new LineLog('relay', (line) => lines.push(line), { isQuiet: true });
    log.info('relay.listening');
    log.warn('relay.login-blocked');
    expect(lines).toEqual(['relay: warn relay.login-blocked']);
  });

  it('takes no code that is not in the registry, and no address', () => {
    const log = new LineLog('alice', () => undefined);
    // @ts-expect-error: a code that nobody looks up means nothing to the operator.
    log.info('no.such-code');
    // @ts-expect-error: an address holds a whole number.
    log.info('relay.listening', { peer: 'sip:bob@relay.example' as PeerAddress });
  });
});

describe('a cause in the log', () => {
  it('has its code, its message and where it was thrown', () => {
    const cause = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });
    expect(
      logged((log) => {
        log.error('sip.packet-fault', {}, cause);
      }),
    ).toMatch(/^alice: error sip\.packet-fault cause="ECONNREFUSED connect refused \(at .*line-log\.test\.ts:\d+:\d+/);
  });

  it('has what it came from, to the root', () => {
    const root = withoutStack(new Error('disk on fire'));
    const between = withoutStack(new Error('cannot open', { cause: root }));
    expect(told(withoutStack(new Error('cannot start', { cause: between })))).toBe(
      '"cannot start <- cannot open <- disk on fire"',
    );
  });

  it('has each of several errors', () => {
    const errors = [new Error('one'), Object.assign(new Error('two'), { code: 'EACCES' })].map(withoutStack);
    const cause = withoutStack(new AggregateError(errors, 'all failed'));
    expect(told(cause)).toBe('"all failed [one | EACCES two]"');
  });

  it('has both of an error that came while another one was handled', () => {
    const [error, suppressed] = [withoutStack(new Error('closing')), withoutStack(new Error('opening'))];
    expect(told(withoutStack(new SuppressedError(error, suppressed, 'both')))).toBe('"both <- closing <- opening"');
  });

  it('ends where a chain goes round, is very long, or has very many members', () => {
    const round = withoutStack(new Error('round'));
    round.cause = round;
    expect(told(round)).toBe('"round <- …"');
    let long = withoutStack(new Error('root'));
    for (let count = 0; count < 50; count += 1) long = withoutStack(new Error(`link`, { cause: long }));
    expect(told(long).length).toBeLessThan(100);
    const many = new AggregateError(
      Array.from({ length: 1_000 }, () => withoutStack(new Error('member'))),
      'many',
    );
    expect(told(withoutStack(many))).toBe('"many [member | member | member | member | … 996 more]"');
  });

  it('has the name of an error without words', () => {
    expect(told(withoutStack(new TypeError()))).toBe('TypeError');
  });

  it('that is a value is written out', () => {
    expect(told({ code: 'unwritable', path: '/data' })).toBe(JSON.stringify('{"code":"unwritable","path":"/data"}'));
    expect(told('words')).toBe('words');
    expect(told(null)).toBe('null');
    const round: Record<string, unknown> = {};
    round['round'] = round;
    expect(told(round)).toBe('"[object Object]"');
  });
});

/** A user part by RFC 3261 §25.1, told from everything else in the line by its middle. */
const MARK = 'qZ7x';
const ofUser = fc.string({ unit: fc.constantFrom(...Array.from("aZ09-_.!~*'()&=+$,;?/"), '%41', '%40'), maxLength: 8 });
const user = fc.oneof(
  fc.tuple(ofUser, ofUser).map(([before, after]) => `${before}${MARK}${after}`),
  fc.integer({ min: 1_000_000, max: 999_999_999 }).map((number) => `+3${number}`),
  fc.integer({ min: 1_000_000, max: 999_999_999 }).map(String),
);
const isNumber = (name: string): boolean => /^\+?\d+$/.test(name);

/** Ways in which an address stands in what others write. */
const spelling = fc.constantFrom<(name: string) => string>(
  (name) => `sip:${name}@relay.example`,
  (name) => `<sips:${name}@[::1]:5061;transport=tls>`,
  (name) => `"Bob" <sip:${name}@relay.example>`,
  (name) => `no route to ${name}@relay.example, nor to sip:${name}@10.0.0.1`,
  (name) => `sip:${name}:secret@relay.example`,
  (name) => (isNumber(name) ? `tel:${name}` : `${name}@x`),
  (name) => (isNumber(name) ? `unknown user "${name}".` : `{"to":"${name}@x"}`),
);

/** Ways in which it comes into a line. */
const way = fc.constantFrom<(log: LineLog, text: string) => void>(
  (log, text) => {
    log.info('relay.listening', { text });
  },
  (log, text) => {
    log.error('stage.threw', {}, new Error(text));
  },
  (log, text) => {
    log.error('stage.threw', {}, new Error('outer', { cause: new Error('inner', { cause: text }) }));
  },
  (log, text) => {
    log.error('stage.threw', {}, new AggregateError([new Error(text), text], text));
  },
  (log, text) => {
    log.error('stage.threw', {}, { to: text, deep: [text] });
  },
  (log, text) => {
    log.error('stage.threw', {}, Object.assign(new Error(), { code: text }));
  },
  (log, text) => {
    log.error('stage.threw', {}, Object.assign(new Error('x'), { stack: `Error: x\n    at ${text} (file.ts:1:2)` }));
  },
  (log, text) => {
    log.error('stage.threw', {}, text);
  },
);

describe('a whole number', () => {
  it('is in no line, whatever is logged', () => {
    fc.assert(
      fc.property(user, spelling, way, fc.string({ unit: 'binary', maxLength: 10 }), (name, spell, log, around) => {
        const line = logged((into) => {
          log(into, `${around} ${spell(name)} ${around}`);
        });
        expect(line).not.toContain(isNumber(name) ? name : MARK);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is hidden so that the rest can still be read', () => {
    expect(told(withoutStack(new Error('404 for <sip:bob@relay.example;lr> at +393331234567')))).toBe(
      '"404 for <…@relay.example;lr> at …"',
    );
  });

  it('is not seen where there is none: times, ports, counts and ids stay', () => {
    const line = logged((log) => {
      log.warn('sip.connect-failed', { port: 5061, atMs: 1_764_000_000_000, id: 'a1234567b', path: '/var/lib/x' });
    });
    expect(line).toBe('alice: warn sip.connect-failed port=5061 atMs=1764000000000 id=a1234567b path=/var/lib/x');
  });

  it('costs no more to hide in a long hostile text', () => {
    for (const unit of ['@', 'a@', '1', '+', ' @', '+1234567 ']) {
      const text = unit.repeat(200_000);
      const before = process.threadCpuUsage();
      logged((log) => {
        log.info('relay.listening', { text });
      });
      expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(1_000);
    }
  });
});
