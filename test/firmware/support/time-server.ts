import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Seconds from 1900, where NTP begins, to 1970. */
const NTP_EPOCH_S = 2_208_988_800;

/** An NTP server on the loopback (RFC 5905, mode 4) that says this machine's time, or another. */
export class TimeServer {
  readonly port: number;
  /** Added to this machine's time. */
  offsetMs = 0;
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (asked, { address, port }) => {
      if (asked.length >= 48) socket.send(this.#answer(asked), port, address);
    });
  }

  static async start(): Promise<TimeServer> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new TimeServer(socket);
  }

  close(): void {
    this.#socket.close();
  }

  #answer(asked: Buffer): Buffer {
    const answer = Buffer.alloc(48);
    const version = (asked[0] ?? 0) & 0x38;
    answer[0] = version | 4;
    answer[1] = 1;
    answer[2] = asked[2] ?? 6;
    answer.writeInt8(-20, 3);
    answer.write('TEST', 12, 'latin1');
    this.#stamp(answer, 16);
    asked.copy(answer, 24, 40, 48);
    this.#stamp(answer, 32);
    this.#stamp(answer, 40);
    return answer;
  }

  #stamp(answer: Buffer, at: number): void {
    const nowMs = Date.now() + this.offsetMs;
    answer.writeUInt32BE((Math.floor(nowMs / 1_000) + NTP_EPOCH_S) >>> 0, at);
    answer.writeUInt32BE(Math.floor(((nowMs % 1_000) / 1_000) * 2 ** 32) >>> 0, at + 4);
  }
}
