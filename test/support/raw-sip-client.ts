import { randomBytes } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { parseChallenges, strongestChallenge } from '../../src/wire/authentication/digest-challenge.ts';
import { answerChallenge } from '../../src/wire/authentication/digest-response.ts';
import type { DigestHash } from '../../src/wire/authentication/digest-algorithm.ts';
import { RawSipReader, type RawSipMessage } from './raw-sip-message.ts';

export interface RawSipClientOptions {
  readonly host: string;
  readonly port: number;
  /** PEM; without it the server's certificate is not checked. */
  readonly ca?: string;
  readonly domain: string;
  readonly user: string;
  /** Login name; by default the user. */
  readonly username?: string;
  readonly password: string;
  /**
   * Network address to connect from (127.0.0.2 …), so that the server counts this client's requests apart from others.
   */
  readonly localAddress?: string;
}

export interface RegisterOptions {
  readonly expires?: number;
  /** Value of `+sip.instance`; together with `regId` it asks for outbound (RFC 5626). */
  readonly instance?: string;
  readonly regId?: number;
  /** The whole Contact value in place of the usual one. Null sends no Contact, which makes the REGISTER a query. */
  readonly contact?: string | null;
  readonly headers?: readonly string[];
  readonly algorithm?: DigestHash;
}

export interface SendOptions {
  readonly contentType?: string;
  /** Whole header lines to add. */
  readonly headers?: readonly string[];
  readonly from?: string;
  readonly callId?: string;
  readonly cseq?: number;
}

/** How a received MESSAGE is answered: status and reason, or null for no answer. */
export type AnswerPolicy = (message: RawSipMessage) => string | null;

interface PendingRequest {
  readonly resolve: (response: RawSipMessage) => void;
  readonly reject: (cause: Error) => void;
}

/**
 * A SIP client made of sockets and strings, for tests that look at the wire and for load. It has one TLS connection,
 * and matches answers to requests by their branch.
 */
export class RawSipClient {
  readonly options: RawSipClientOptions;
  /** MESSAGEs in the order in which they came. */
  readonly messages: RawSipMessage[] = [];
  answerPolicy: AnswerPolicy = () => '200 OK';
  /** Called for every MESSAGE, before it is answered. */
  onMessage: (message: RawSipMessage) => void = () => undefined;
  /** When false, received messages are not kept in `messages`. */
  keepsMessages = true;
  readonly #socket: TLSSocket;
  readonly #reader = new RawSipReader();
  readonly #pending = new Map<string, PendingRequest>();
  readonly #closed: Promise<void>;
  readonly #watchers = new Set<() => void>();
  readonly #registrationCallId = token();
  readonly #fromTag = token();
  #isClosed = false;
  #cseq = 0;

  private constructor(options: RawSipClientOptions, socket: TLSSocket) {
    this.options = options;
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      for (const message of this.#reader.push(chunk)) this.#received(message);
      this.#changed();
    });
    socket.on('error', () => undefined);
    this.#closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#isClosed = true;
        for (const { reject } of this.#pending.values()) reject(new Error('the connection was closed'));
        this.#pending.clear();
        this.#changed();
        resolve();
      });
    });
  }

  static connect(options: RawSipClientOptions): Promise<RawSipClient> {
    const { host, port, ca, domain, localAddress } = options;
    return new Promise((resolve, reject) => {
      const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
      const from = localAddress === undefined ? {} : { localAddress };
      const socket = connect({ host, port, servername: domain, ...trust, ...from }, () => {
        socket.off('error', reject);
        resolve(new RawSipClient(options, socket));
      });
      socket.once('error', reject);
    });
  }

  get address(): string {
    return `sip:${this.options.user}@${this.options.domain}`;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** How many CRLFs came between messages; these are pongs. */
  get pongs(): number {
    return this.#reader.lineBreaks;
  }

  get tlsProtocol(): string | null {
    return this.#socket.getProtocol();
  }

  /** The port of our end of the connection. */
  get localPort(): number {
    return this.#socket.localPort ?? 0;
  }

  /** Settles once the other end or `close` has ended the connection. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /** Sends a REGISTER and answers one challenge. Resolves with the final answer. */
  register(options: RegisterOptions = {}): Promise<RawSipMessage> {
    const { domain, user } = this.options;
    const { instance, regId } = options;
    const outbound =
      (instance === undefined ? '' : `;+sip.instance="<urn:uuid:${instance}>"`) +
      (regId === undefined ? '' : `;reg-id=${regId}`);
    const contact =
      options.contact === undefined ? `<sip:${user}@127.0.0.1:5999;transport=tls>${outbound}` : options.contact;
    const lines = [
      ...(contact === null ? [] : [`Contact: ${contact}`]),
      `Expires: ${options.expires ?? 600}`,
      ...(regId === undefined ? [] : ['Supported: path, outbound']),
      ...(options.headers ?? []),
    ];
    return this.#authenticated(options.algorithm ?? null, (authorization) => {
      this.#cseq += 1;
      return this.request('REGISTER', `sip:${domain}`, {
        to: `<${this.address}>`,
        callId: this.#registrationCallId,
        cseq: this.#cseq,
        headers: [...lines, ...authorization],
      });
    });
  }

  /** Sends a MESSAGE without credentials. Resolves with the final answer. */
  send(to: string, body: string | Uint8Array, options: SendOptions = {}): Promise<RawSipMessage> {
    return this.request('MESSAGE', to, {
      headers: [`Content-Type: ${options.contentType ?? 'text/plain'}`, ...(options.headers ?? [])],
      body,
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(options.callId === undefined ? {} : { callId: options.callId }),
      ...(options.cseq === undefined ? {} : { cseq: options.cseq }),
    });
  }

  /** Like `send`, but answers a 407. */
  sendWithPassword(to: string, body: string, options: SendOptions = {}): Promise<RawSipMessage> {
    // The same Call-ID again (RFC 3261 §22.2); a server may bind its challenge to it.
    const callId = options.callId ?? token();
    return this.#authenticated(
      null,
      (authorization) =>
        this.send(to, body, { ...options, callId, headers: [...(options.headers ?? []), ...authorization] }),
      { method: 'MESSAGE', uri: to },
    );
  }

  /** Sends any request. Resolves with the final answer; rejects when the connection ends before. */
  request(
    method: string,
    uri: string,
    parts: {
      readonly from?: string;
      readonly to?: string;
      readonly callId?: string;
      readonly cseq?: number;
      readonly headers?: readonly string[];
      readonly body?: string | Uint8Array;
    } = {},
  ): Promise<RawSipMessage> {
    const branch = `z9hG4bK${token()}`;
    const body = Buffer.from(parts.body ?? '');
    const head = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/TLS 127.0.0.1:5999;branch=${branch};rport`,
      `Max-Forwards: 70`,
      `From: ${parts.from ?? `<${this.address}>`};tag=${this.#fromTag}`,
      `To: ${parts.to ?? `<${uri}>`}`,
      `Call-ID: ${parts.callId ?? token()}`,
      `CSeq: ${parts.cseq ?? 1} ${method}`,
      ...(parts.headers ?? []),
      `Content-Length: ${body.length}`,
      '',
      '',
    ].join('\r\n');
    return this.exchange(branch, Buffer.concat([Buffer.from(head), body]));
  }

  /** Writes bytes that contain a request with that branch. Resolves with its final answer. */
  exchange(branch: string, bytes: Uint8Array): Promise<RawSipMessage> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new Error('the connection is closed'));
        return;
      }
      this.#pending.set(branch, { resolve, reject });
      this.#socket.write(bytes);
    });
  }

  write(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Answers a message that the policy left unanswered. */
  answer(message: RawSipMessage, statusAndReason: string, headers: readonly string[] = []): void {
    const to = message.header('To');
    const lines = [
      `SIP/2.0 ${statusAndReason}`,
      ...message.all('Via').map((via) => `Via: ${via}`),
      `From: ${message.header('From')}`,
      `To: ${to.includes(';tag=') ? to : `${to};tag=${this.#fromTag}`}`,
      `Call-ID: ${message.header('Call-ID')}`,
      `CSeq: ${message.header('CSeq')}`,
      ...headers,
      'Content-Length: 0',
      '',
      '',
    ];
    this.#socket.write(lines.join('\r\n'));
  }

  /**
   * Resolves when `condition` holds, which is checked after everything that comes in. Rejects after `timeoutMs` of real
   * time.
   */
  until(condition: () => boolean, timeoutMs = 5_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (action: () => void): void => {
        clearTimeout(timer);
        this.#watchers.delete(check);
        action();
      };
      const timer = setTimeout(() => {
        settle(() => {
          reject(new Error(`not so within ${timeoutMs} ms; ${this.messages.length} messages came`));
        });
      }, timeoutMs);
      const check = (): void => {
        if (condition()) settle(resolve);
      };
      this.#watchers.add(check);
      check();
    });
  }

  /** Stops reading, so that bytes pile up at the other end. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  async close(): Promise<void> {
    this.#socket.end();
    await this.#closed;
  }

  /** Ends the connection like a crash, without a TLS goodbye. */
  async destroy(): Promise<void> {
    this.#socket.destroy();
    await this.#closed;
  }

  #received(message: RawSipMessage): void {
    if (message.status !== null) {
      if (message.status < 200) return;
      const branch = /;branch=([^;,\s]+)/.exec(message.header('Via'))?.[1] ?? '';
      this.#pending.get(branch)?.resolve(message);
      this.#pending.delete(branch);
      return;
    }
    if (this.keepsMessages) this.messages.push(message);
    this.onMessage(message);
    const status = this.answerPolicy(message);
    if (status !== null) this.answer(message, status);
  }

  async #authenticated(
    algorithm: DigestHash | null,
    send: (authorization: readonly string[]) => Promise<RawSipMessage>,
    target: { readonly method: string; readonly uri: string } = {
      method: 'REGISTER',
      uri: `sip:${this.options.domain}`,
    },
  ): Promise<RawSipMessage> {
    const first = await send([]);
    if (first.status !== 401 && first.status !== 407) return first;
    const [asked, answered] =
      first.status === 401 ? ['WWW-Authenticate', 'Authorization'] : ['Proxy-Authenticate', 'Proxy-Authorization'];
    const challenges = parseChallenges(first.all(asked));
    const challenge = strongestChallenge(
      algorithm === null ? challenges : challenges.filter((one) => one.algorithm.hash === algorithm),
    );
    if (challenge === null) return first;
    const { user, username = user, password } = this.options;
    const answer = answerChallenge({ challenge, username, password, ...target, nonceCount: 1, clientNonce: token() });
    return send([`${answered}: ${answer}`]);
  }

  #changed(): void {
    for (const check of [...this.#watchers]) check();
  }
}

function token(): string {
  return randomBytes(8).toString('hex');
}
