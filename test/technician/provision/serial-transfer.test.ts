import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SerialSender } from '../../../firmware/technician/provision/serial-sender.ts';
import { failure, success, type Result } from '../../../src/domain/result.ts';
import { SerialFrames, serialLine } from '../../../src/main/provisioning/serial/serial-frame.ts';
import { SerialReceiver } from '../../../src/main/provisioning/serial/serial-receiver.ts';

/** What a line does to what is sent: chance decides, and every line lets something through in the end. */
type Damage = (text: string) => string;
const NONE: Damage = (text) => text;

interface Ends {
  readonly toHandset?: Damage;
  readonly toTechnician?: Damage;
  readonly take?: (document: Uint8Array) => Result<unknown, readonly string[]>;
}

/** A technician and a handset at the ends of a line. Waiting costs no time: a timer is over when nothing more is on its way. */
function line({ toHandset = NONE, toTechnician = NONE, take = () => success(null) }: Ends = {}) {
  const taken: string[] = [];
  const answered: string[] = [];
  let sessions = 0;
  const receiver = new SerialReceiver({
    board: 'simulator',
    version: '1.2.3',
    newSession: () => `session${(sessions += 1)}`,
    take: (document) => {
      taken.push(Buffer.from(document).toString());
      return take(document);
    },
  });
  const sender = new SerialSender({
    write: (text) => {
      setImmediate(() => {
        for (const answer of receiver.read(Buffer.from(toHandset(text), 'latin1'))) {
          answered.push(answer);
          const arrives = Buffer.from(toTechnician(answer), 'latin1');
          setImmediate(() => {
            sender.read(arrives);
          });
        }
      });
    },
    timer: (_, then) => {
      let turns = 0;
      let isOver = false;
      const turn = () => {
        if (isOver) return;
        turns += 1;
        if (turns > 4) then();
        else setImmediate(turn);
      };
      setImmediate(turn);
      return { cancel: () => (isOver = true) };
    },
    progress: () => undefined,
  });
  return { sender, receiver, taken, answered };
}

describe('provisioning by a serial line', () => {
  it('brings a document of any size whole, and says to whom', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 5_000 }), async (document) => {
        const { sender, taken } = line();
        expect(await sender.send(Buffer.from(document))).toEqual(
          success({ session: 'session1', board: 'simulator', version: '1.2.3' }),
        );
        expect(taken).toEqual([document]);
      }),
      { numRuns: 30 },
    );
  });

  it('brings it whole and once over a line that loses, cuts and adds bytes both ways', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, maxLength: 3_000 }),
        fc.infiniteStream(fc.nat(99)),
        async (text, luck) => {
          const damage: Damage = (sent) => {
            const chance = Number(luck.next().value);
            if (chance < 10) return '';
            if (chance < 20) return sent.slice(0, Math.floor(sent.length / 2));
            if (chance < 30) return `[   12.345] kernel: ~ noise ${sent}`;
            if (chance < 35) return `${sent}${sent}`;
            return sent;
          };
          const { sender, taken } = line({ toHandset: damage, toTechnician: damage });
          const sent = await sender.send(Buffer.from(text));
          expect(sent.ok).toBe(true);
          expect(taken).toEqual([text]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('never takes a document of which a byte was changed without its check being so', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const sent = Buffer.from(serialLine('data', 7, Buffer.from('a piece of a document')), 'latin1');
        const index = 2 + (at % (sent.length - 2));
        sent[index] = (sent[index] ?? 0) ^ flip;
        for (const { kind, number, data } of new SerialFrames().read(sent)) {
          expect([kind, number, data.toString()]).toEqual(['data', 7, 'a piece of a document']);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('sends nothing of the document before a handset has answered', async () => {
    const written: string[] = [];
    const sender = new SerialSender({
      write: (text) => written.push(text),
      timer: (_, then) => {
        setImmediate(then);
        return { cancel: () => undefined };
      },
      progress: () => undefined,
    });
    const sent = await sender.send(Buffer.from('secret'));
    expect(sent).toMatchObject({ ok: false, error: expect.stringContaining('no handset answers') as string });
    expect(new Set(written)).toEqual(new Set([serialLine('hello', 1)]));
  });

  it('tells the technician why it was refused; the next attempt is a new one', async () => {
    const verdicts: Result<unknown, readonly string[]>[] = [failure(['account.address: is missing']), success(null)];
    const { sender, receiver, taken } = line({ take: () => verdicts.shift() ?? success(null) });
    expect(await sender.send(Buffer.from('first'))).toMatchObject({
      error: 'the handset refuses it:\naccount.address: is missing',
    });
    expect(receiver.isDone).toBe(false);
    expect(await sender.send(Buffer.from('second'))).toMatchObject({ ok: true });
    expect(taken).toEqual(['first', 'second']);
  });

  it('begins anew after a technician who went away in the middle', async () => {
    const { sender, receiver, taken } = line();
    const read = (text: string) => receiver.read(Buffer.from(text));
    read(serialLine('hello', 1));
    read(serialLine('begin', 9, Buffer.from(`session1 ${'0'.repeat(64)}`)));
    read(serialLine('data', 1, Buffer.from('half')));
    expect(await sender.send(Buffer.from('whole'))).toMatchObject({ ok: true, value: { session: 'session2' } });
    expect(taken).toEqual(['whole']);
  });

  it('repeats nothing that the handset was told', async () => {
    const { sender, answered } = line();
    await sender.send(Buffer.from('correct horse battery staple'));
    const said = new SerialFrames().read(Buffer.from(answered.join('')));
    expect(said.filter(({ data }) => data.toString().includes('horse'))).toEqual([]);
    expect(answered.join('')).not.toContain('horse');
  });

  it('answers nothing but the greeting to whoever does not begin', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (noise) => {
        const { receiver, taken } = line();
        expect(receiver.read(noise)).toEqual([]);
        expect(taken).toEqual([]);
      }),
    );
    const { receiver } = line();
    for (const kind of ['data', 'end', 'ack', 'done'] as const)
      expect(receiver.read(Buffer.from(serialLine(kind, 1)))).toEqual([]);
    expect(receiver.read(Buffer.from(serialLine('hello', 2)))).toEqual([]);
  });

  it('takes no document that is longer than a card may hold', () => {
    const { receiver } = line();
    receiver.read(Buffer.from(serialLine('hello', 1)));
    const begin = serialLine('begin', (1 << 20) + 1, Buffer.from(`session1 ${'0'.repeat(64)}`));
    expect(receiver.read(Buffer.from(begin))).toEqual([]);
  });

  it('keeps no more than was announced, whatever is sent', () => {
    const { receiver } = line();
    const answersTo = (text: string) => receiver.read(Buffer.from(text)).length;
    receiver.read(Buffer.from(serialLine('hello', 1)));
    receiver.read(Buffer.from(serialLine('begin', 6, Buffer.from(`session1 ${'0'.repeat(64)}`))));
    expect(answersTo(serialLine('data', 1, Buffer.from('four')))).toBe(1);
    expect(answersTo(serialLine('data', 2, Buffer.from('four')))).toBe(0);
    expect(answersTo(serialLine('data', 2))).toBe(0);
    expect(answersTo(serialLine('data', 2, Buffer.from('by')))).toBe(1);
    expect(answersTo(serialLine('data', 3, Buffer.from('b')))).toBe(0);
  });

  it('takes a line for a frame only up to a length, and keeps no more of one', () => {
    const frames = new SerialFrames();
    expect(frames.read(Buffer.from(serialLine('data', 1, Buffer.alloc(900))))).toHaveLength(1);
    expect(frames.read(Buffer.from(serialLine('data', 1, Buffer.alloc(2_000))))).toEqual([]);
    expect(frames.read(Buffer.from(serialLine('end', 1)))).toHaveLength(1);
  });
});
