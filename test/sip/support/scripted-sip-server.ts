import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { encodeAnswer, type Answer } from '../../../src/wire/encoding/answer.ts';
import { FrameReader } from '../../../src/wire/framing/frame-reader.ts';
import type { Frame, FrameEvent } from '../../../src/wire/framing/frame.ts';
import type { GatePolicy } from '../../../src/wire/gate/gate-policy.ts';
import { examineRequest } from '../../../src/wire/gate/request-gate.ts';
import { examineResponse, isResponse } from '../../../src/wire/gate/response-gate.ts';
import type { SipRequest, SipResponse } from '../../../src/wire/grammar/sip-message.ts';
import { eventually } from './eventually.ts';
import { SOUND } from './wire.ts';

const POLICY: GatePolicy = {
  role: 'relay',
  methods: ['REGISTER', 'MESSAGE', 'OPTIONS'],
  extensions: [],
  content: null,
  isOwn: null,
};

/** One client's connection, as the script sees it. */
export class ScriptedConnection {
  readonly requests: SipRequest[] = [];
  /** Those that can be read: an answer to a broken request copies what was broken. */
  readonly responses: SipResponse[] = [];
  /** First lines of all responses, in order. */
  readonly statusLines: string[] = [];
  /** Everything that came, to the byte. */
  received = Buffer.alloc(0);
  pings = 0;
  closed = false;
  readonly socket: TLSSocket;

  constructor(socket: TLSSocket) {
    this.socket = socket;
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  answer(request: SipRequest, answer: Answer): void {
    const head = { startLine: '', headers: request.headers.fields, ...SOUND };
    this.send(encodeAnswer(head, answer, 'server-tag')!);
  }

  /** Sends a request and waits for its answer's first line, by Call-ID. */
  async ask(bytes: Uint8Array): Promise<SipResponse> {
    const before = this.responses.length;
    this.send(bytes);
    await eventually('the request is answered', () => this.responses.length > before || this.closed);
    const response = this.responses[before];
    if (response === undefined) throw new Error('the connection was closed without an answer');
    return response;
  }
}

export type Script = (request: SipRequest, connection: ScriptedConnection) => void;

/** Accepts everything: the answer of an ordinary server. */
export const acceptAll: Script = (request, connection) => {
  const headers = request.headers.all('Contact').map((value) => ({ name: 'Contact', value }));
  connection.answer(request, { statusCode: 200, reason: 'OK', headers });
};

/** A SIP server over real TLS on 127.0.0.1 that does what the test wants, the wrong thing included. */
export class ScriptedSipServer {
  readonly connections: ScriptedConnection[] = [];
  script: Script = acceptAll;
  answersPings = true;
  readonly port: number;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('secureConnection', (socket) => {
      this.#accept(socket);
    });
    server.on('tlsClientError', () => undefined);
  }

  /** @param port 0: any that is free */
  static async start(tls: TlsOptions, port = 0): Promise<ScriptedSipServer> {
    const server = createServer(tls);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new ScriptedSipServer(server);
  }

  /** The newest connection. */
  get connection(): ScriptedConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) throw new Error('nobody has connected');
    return connection;
  }

  /** All requests of one method, over all connections. */
  requests(method: string): readonly SipRequest[] {
    return this.connections.flatMap(({ requests }) => requests).filter((request) => request.method === method);
  }

  async stop(): Promise<void> {
    for (const { socket } of this.connections) socket.destroy();
    await new Promise<void>((resolve) =>
      this.#server.close(() => {
        resolve();
      }),
    );
  }

  #accept(socket: TLSSocket): void {
    socket.setNoDelay(true);
    const connection = new ScriptedConnection(socket);
    const reader = new FrameReader({ role: 'server' });
    this.connections.push(connection);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      connection.closed = true;
    });
    socket.on('data', (chunk: Buffer) => {
      connection.received = Buffer.concat([connection.received, chunk]);
      for (const event of reader.push(chunk)) this.#handle(event, connection);
    });
  }

  #handle(event: FrameEvent, connection: ScriptedConnection): void {
    if (event.kind === 'ping') {
      connection.pings += 1;
      if (this.answersPings) connection.send('\r\n');
    } else if (event.kind === 'frame') this.#take(event.frame, connection);
    else throw new Error(`the handset sent what is no SIP: ${JSON.stringify(event)}`);
  }

  #take(frame: Frame, connection: ScriptedConnection): void {
    if (isResponse(frame.startLine)) {
      const response = examineResponse(frame);
      connection.statusLines.push(frame.startLine);
      if (response !== null) connection.responses.push(response);
      return;
    }
    const verdict = examineRequest(frame, POLICY);
    if (verdict.kind !== 'pass') throw new Error(`the handset sent a bad request: ${JSON.stringify(verdict)}`);
    connection.requests.push(verdict.request);
    this.script(verdict.request, connection);
  }
}
