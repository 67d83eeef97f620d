import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A server below TLS, for what never comes to a handshake. Holds what it was sent. */
export class RawServer {
  readonly port: number;
  readonly sockets: Socket[] = [];
  received = Buffer.alloc(0);
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** @param greet what it does with a connection */
  static async start(greet: (socket: Socket) => void): Promise<RawServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const raw = new RawServer(server);
    server.on('connection', (socket) => {
      raw.sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        raw.received = Buffer.concat([raw.received, chunk]);
      });
      greet(socket);
    });
    return raw;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) =>
      this.#server.close(() => {
        resolve();
      }),
    );
  }
}
