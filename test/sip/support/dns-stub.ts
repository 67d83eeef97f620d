import { createSocket, type Socket } from 'node:dgram';

/** Types of records (RFC 1035, 2782, 3403). */
const TYPES = new Map([
  [33, 'SRV'],
  [35, 'NAPTR'],
]);
const NO_SUCH_NAME = 3;
const SERVER_FAILURE = 2;

export type StubAnswer = readonly Uint8Array[] | 'no-such-name' | 'server-failure' | 'silence';

/** A name as labels, uncompressed. */
function dnsName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([...labels.map((label) => text(label)), Buffer.of(0)]);
}
export function srvData(priority: number, weight: number, port: number, target: string): Buffer {
  return Buffer.concat([short(priority), short(weight), short(port), dnsName(target)]);
}
export function naptrData(
  order: number,
  preference: number,
  flags: string,
  service: string,
  replacement: string,
): Buffer {
  return Buffer.concat([short(order), short(preference), text(flags), text(service), text(''), dnsName(replacement)]);
}

/** A name server on 127.0.0.1 that answers what the test says. */
export class DnsStub {
  readonly asked: string[] = [];
  readonly #socket: Socket;
  readonly #answers: Readonly<Record<string, StubAnswer>>;

  private constructor(socket: Socket, answers: Readonly<Record<string, StubAnswer>>) {
    this.#socket = socket;
    this.#answers = answers;
    socket.on('message', (query, { port, address }) => {
      const answer = this.#answer(query);
      if (answer !== null) socket.send(answer, port, address);
    });
  }

  /** @param answers by `SRV name` and `NAPTR name`; what is not there does not exist */
  static async start(answers: Readonly<Record<string, StubAnswer>>): Promise<DnsStub> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => {
      socket.bind(0, '127.0.0.1', resolve);
    });
    return new DnsStub(socket, answers);
  }

  /** As `setServers` takes it. */
  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#socket.close(resolve);
    });
  }

  #answer(query: Buffer): Buffer | null {
    const { name, end } = readName(query, 12);
    const type = query.readUInt16BE(end);
    const question = `${TYPES.get(type) ?? type} ${name}`;
    this.asked.push(question);
    const answer = this.#answers[question] ?? 'no-such-name';
    if (answer === 'silence') return null;
    const records = typeof answer === 'string' ? [] : answer;
    const code = answer === 'no-such-name' ? NO_SUCH_NAME : answer === 'server-failure' ? SERVER_FAILURE : 0;
    const head = Buffer.concat([
      query.subarray(0, 2),
      short(0x8580 | code),
      short(1),
      short(records.length),
      short(0),
      short(0),
    ]);
    // Each record's name points at the question's (RFC 1035 §4.1.4); class IN, 60 s.
    const body = records.map((data) =>
      Buffer.concat([short(0xc00c), short(type), short(1), short(0), short(60), short(data.length), data]),
    );
    return Buffer.concat([head, query.subarray(12, end + 4), ...body]);
  }
}

function readName(bytes: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) {
    labels.push(bytes.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.of(value.length), Buffer.from(value, 'latin1')]);
}
