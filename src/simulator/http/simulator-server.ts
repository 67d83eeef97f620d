import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import { fault, wrongMethod, type ApiAnswer } from './api-answer.ts';
import { readJsonBody } from './json-body.ts';
import type { PageAsset } from './page-assets.ts';
import { PageConnection } from './page-connection.ts';
import type { RelayView } from '../wire/relay-view.ts';
import { refusalFor } from './request-guard.ts';
import type { SimulatedHandset } from '../bench/simulated-handset.ts';
import { SimulatorApi } from './simulator-api.ts';

/** A message of the page names one key or a text of `MOST_TYPED_UNITS`, so a longer one is not read. */
const MOST_PAGE_MESSAGE_BYTES = 4096;
const MOST_PAGES = 16;

const SECURITY_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
} as const;

export interface SimulatorServerParts {
  readonly handsets: readonly SimulatedHandset[];
  readonly relay: RelayView;
  readonly clock: Clock;
  readonly systemNowMs: () => number;
  readonly log: Log;
  /** By path, such as `/page.js`. */
  readonly assets: ReadonlyMap<string, PageAsset>;
}

/** The simulator's page, its WebSocket and its HTTP interface, on 127.0.0.1 only. */
export class SimulatorServer {
  readonly #parts: SimulatorServerParts;
  readonly #api: SimulatorApi;
  readonly #http: Server;
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload: MOST_PAGE_MESSAGE_BYTES });
  readonly #pages = new Set<PageConnection>();
  #relayTold = '';
  #port = 0;

  constructor(parts: SimulatorServerParts) {
    this.#parts = parts;
    this.#api = new SimulatorApi(parts);
    this.#http = createServer(
      { maxHeaderSize: 8192, requestTimeout: 10_000, headersTimeout: 5_000 },
      (request, response) => {
        this.#respond(request, response).catch((error: unknown) => {
          parts.log.error('simulator.request-failed', {}, error);
          send(response, fault(500, 'failed', 'the simulator failed', 'look at its log, and report it'));
        });
      },
    );
    this.#http.on('upgrade', (request, socket, head) => {
      this.#upgrade(request, socket, head);
    });
    for (const handset of parts.handsets) {
      handset.onChange((change) => {
        if (change.kind === 'link' || change.kind === 'power' || change.kind === 'cable') this.relayChanged();
      });
    }
  }

  /**
   * Begins to listen. Rejects with EADDRINUSE when the port is taken.
   * @param port 0 lets the kernel choose.
   * @returns the port.
   */
  async listen(port: number): Promise<number> {
    this.#http.listen({ port, host: '127.0.0.1' });
    await once(this.#http, 'listening');
    this.#port = (this.#http.address() as AddressInfo).port;
    return this.#port;
  }

  /** The relay's state may have changed. The pages are told if it has. */
  relayChanged(): void {
    const facts = this.#parts.relay.facts();
    const told = JSON.stringify(facts);
    if (told === this.#relayTold) return;
    this.#relayTold = told;
    for (const page of this.#pages) page.send({ kind: 'relay', facts });
  }

  /** Ends all connections. It does not stop the handsets. */
  async close(): Promise<void> {
    for (const socket of this.#webSockets.clients) socket.terminate();
    const closed = once(this.#http, 'close');
    this.#http.close();
    this.#http.closeAllConnections();
    await closed;
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalFor(request.headers, this.#port);
    if (refusal !== null) {
      send(response, { kind: 'json', status: 403, value: refusal });
      return;
    }
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    const asset = url === null ? undefined : this.#parts.assets.get(url.pathname);
    const method = methodOf(request);
    if (asset !== undefined && method !== 'GET') {
      send(response, wrongMethod(method, 'GET'));
      return;
    }
    if (asset !== undefined) {
      response.writeHead(200, { ...SECURITY_HEADERS, 'Content-Type': asset.contentType }).end(asset.body);
      return;
    }
    send(response, url === null ? notFound('') : await this.#answer(request, url));
  }

  async #answer(request: IncomingMessage, url: URL): Promise<ApiAnswer> {
    const path = decoded(url.pathname);
    if (path?.[0] !== 'api') return notFound(url.pathname);
    const method = methodOf(request);
    const body = method === 'POST' ? await readJsonBody(request) : { ok: true as const, value: undefined };
    if (!body.ok) return body.error;
    return this.#api.answer({ method, path: path.slice(1), query: url.searchParams, body: body.value });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until the WebSocket handshake is done, nothing else listens for this socket's errors.
    socket.on('error', () => {
      socket.destroy();
    });
    if (refusalFor(request.headers, this.#port) !== null || request.url !== '/page') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    if (this.#pages.size >= MOST_PAGES) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const page = new PageConnection(webSocket, this.#parts.handsets);
      this.#pages.add(page);
      page.send({ kind: 'relay', facts: this.#parts.relay.facts() });
      webSocket.on('close', () => {
        this.#pages.delete(page);
      });
    });
  }
}

/** HEAD is treated as GET; `node:http` leaves the body out. */
function methodOf({ method = 'GET' }: IncomingMessage): string {
  return method === 'HEAD' ? 'GET' : method;
}

function notFound(path: string): ApiAnswer {
  return fault(
    404,
    'unknown-path',
    `there is nothing at ${path.slice(0, 100)}`,
    'the page is at /, the interface under /api/',
  );
}

/** Decoded segments of the path; null when its percent-encoding is not valid UTF-8. */
function decoded(pathname: string): readonly string[] | null {
  try {
    return pathname.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}

function send(response: ServerResponse, answer: ApiAnswer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (answer.kind === 'png')
    response.writeHead(200, { ...SECURITY_HEADERS, 'Content-Type': 'image/png' }).end(answer.bytes);
  else {
    const headers = {
      ...SECURITY_HEADERS,
      'Content-Type': 'application/json; charset=utf-8',
      ...(answer.allow === undefined ? {} : { Allow: answer.allow }),
    };
    response.writeHead(answer.status, headers).end(`${JSON.stringify(answer.value)}\n`);
  }
}
