/** What the relay takes before it refuses. Every bound is per process; an operator of a small team needs to change none. */
export interface RelayLimits {
  /** TLS connections in all; one more is closed before its handshake. */
  readonly connections: number;
  /** TLS connections from one network address. */
  readonly connectionsPerAddress: number;
  /** From TCP accept to the end of the TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** From the end of the handshake to the first successful digest authentication. */
  readonly loginTimeoutMs: number;
  /** A connection without a registration that sends nothing for so long is closed. */
  readonly idleTimeoutMs: number;
  /** Bytes that wait for a client which does not read; more, and the connection is closed. */
  readonly unsentBytes: number;
  /** Messages of one connection that are handled before the next connection has its turn. */
  readonly messagesPerTurn: number;
  /** MESSAGEs of one connection that wait for their answer; one more is 503. */
  readonly pendingPerConnection: number;
  /** Bytes of a MESSAGE's body; more is 413. At most 65,536, the framer's own limit. */
  readonly bodyBytes: number;
  /** MESSAGEs that one sender may send in a second on average, and at once after a silence; more is 503 with Retry-After. */
  readonly messagesPerSecond: number;
  readonly messagesAtOnce: number;
  /** Requests other than a registered sender's MESSAGE, per connection: the same two figures. */
  readonly otherRequestsPerSecond: number;
  readonly otherRequestsAtOnce: number;
  /** Messages held for one recipient; one more is 480 with Retry-After. */
  readonly storedPerRecipient: number;
  /** How much of that one sender may take, so that nobody fills another's box alone; 0…1; one more is 480 with Retry-After. */
  readonly shareOfOneSender: number;
  /** Messages held of one sender; one more is 503 with Retry-After. */
  readonly storedPerSender: number;
  /** Messages that wait in memory for one recipient who is online; more are stored (202). */
  readonly waitingPerRecipient: number;
  /** Contacts of one user; a further one takes the place of the oldest. */
  readonly bindingsPerUser: number;
  /** Requests whose answer is remembered, so that a repeated one is not stored or forwarded twice. */
  readonly rememberedRequests: number;
  readonly rememberedForMs: number;
}

export const RELAY_LIMITS: RelayLimits = {
  connections: 1_000,
  connectionsPerAddress: 20,
  handshakeTimeoutMs: 5_000,
  loginTimeoutMs: 15_000,
  idleTimeoutMs: 300_000,
  unsentBytes: 1_048_576,
  messagesPerTurn: 16,
  pendingPerConnection: 512,
  bodyBytes: 65_536,
  messagesPerSecond: 100,
  messagesAtOnce: 1_000,
  otherRequestsPerSecond: 5,
  otherRequestsAtOnce: 50,
  storedPerRecipient: 2_000,
  shareOfOneSender: 0.5,
  storedPerSender: 5_000,
  waitingPerRecipient: 256,
  bindingsPerUser: 8,
  rememberedRequests: 10_000,
  rememberedForMs: 600_000,
};

/** Bounds on guessing passwords; failures count within the window. */
export interface LoginLimits {
  readonly windowMs: number;
  /** Wrong passwords for one account from one address. */
  readonly failuresPerAccountAndAddress: number;
  /** Wrong passwords from one address, whatever the account. */
  readonly failuresPerAddress: number;
  /** Wrong passwords for one account from anywhere; addresses that have logged in to it before are not shut out. */
  readonly failuresPerAccount: number;
  /** How long a blocked client waits for its 403, after which it is disconnected. */
  readonly refusalDelayMs: number;
}

export const LOGIN_LIMITS: LoginLimits = {
  windowMs: 600_000,
  failuresPerAccountAndAddress: 10,
  failuresPerAddress: 50,
  failuresPerAccount: 200,
  refusalDelayMs: 2_000,
};

/** Registration and delivery times. */
export interface RelayTimes {
  /** How long a message is kept for a recipient who does not come: 72 h. */
  readonly messageExpirySeconds: number;
  readonly minRegistrationSeconds: number;
  readonly maxRegistrationSeconds: number;
  /** Flow-Timer (RFC 5626 §5.4): the client pings at least so often. */
  readonly flowTimerSeconds: number;
  /** A sender whose message is not answered by then gets 202, the message being stored; the delivery goes on. */
  readonly holdMs: number;
  /** A device that has not answered by then counts as silent, until it sends anything. */
  readonly answerTimeoutMs: number;
  /** Waits before the next try of a delivery while the recipient stays registered; the last one repeats. */
  readonly retryDelaysMs: readonly number[];
  readonly nonceLifetimeMs: number;
  /** Stopping waits so long for answers that are under way; then what waits is stored. */
  readonly drainMs: number;
}

export const RELAY_TIMES: RelayTimes = {
  messageExpirySeconds: 259_200,
  minRegistrationSeconds: 60,
  maxRegistrationSeconds: 3_600,
  flowTimerSeconds: 120,
  holdMs: 4_000,
  answerTimeoutMs: 8_000,
  retryDelaysMs: [5_000, 30_000, 120_000, 300_000],
  nonceLifetimeMs: 300_000,
  drainMs: 500,
};
