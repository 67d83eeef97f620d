/**
 * The limits beyond which the relay refuses. Each holds for the whole process. An operator of a small team does not
 * need to change any.
 */
export interface RelayLimits {
  /** Connections that have logged in. For a further one another goes: one of no known device, the oldest first. */
  readonly connections: number;
  readonly connectionsPerAccount: number;
  /**
   * Connections that have not logged in yet, in all and from one network address. For a further one another goes: the
   * one that has come the least far towards a login, the oldest first.
   */
  readonly strangers: number;
  readonly strangersPerAddress: number;
  /** From TCP accept to the end of the TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** From the end of the handshake to the first successful digest authentication. */
  readonly loginTimeoutMs: number;
  /** A connection without a registration is closed when it sends nothing for this long. */
  readonly idleTimeoutMs: number;
  /** Bytes waiting for a client that does not read them. With more, the connection is closed. */
  readonly unsentBytes: number;
  /** Messages that are handled for one connection before the next connection has its turn. */
  readonly messagesPerTurn: number;
  /** MESSAGEs of one connection that wait for their answer. A further one is answered 503. */
  readonly pendingPerConnection: number;
  /** Bytes of a MESSAGE's body. A longer one is answered 413. At most 65,536, the framer's own limit. */
  readonly bodyBytes: number;
  /**
   * MESSAGEs per second that one sender may send on average, and below it how many at once after a silence. More are
   * answered 503 with Retry-After.
   */
  readonly messagesPerSecond: number;
  readonly messagesAtOnce: number;
  /**
   * The same two figures for all other requests, per connection. A MESSAGE of a sender who is not registered counts
   * here too.
   */
  readonly otherRequestsPerSecond: number;
  readonly otherRequestsAtOnce: number;
  /** Messages, and their bytes in the store, held for one recipient. A further one is answered 480 with Retry-After. */
  readonly storedPerRecipient: number;
  readonly storedBytesPerRecipient: number;
  /**
   * The part of these two that one sender may use, 0…1. More is answered 480 with Retry-After.
   */
  readonly shareOfOneSender: number;
  /** What each sender may hold in each box, however full the others have made it. */
  readonly reservedPerSender: number;
  readonly reservedBytesPerSender: number;
  /** Messages, and their bytes, held from one sender in all boxes. A further one is answered 503 with Retry-After. */
  readonly storedPerSender: number;
  readonly storedBytesPerSender: number;
  /** Bytes held in all. Beyond them only senders are let in who hold less than `reservedBytesInStore`. */
  readonly storedBytes: number;
  readonly reservedBytesInStore: number;
  /**
   * What may be sent at once to somebody who never wrote to the sender, in messages and bytes; it comes back within
   * the time for which a message is kept. At most half of what is reserved for each sender, so that a box always has
   * room for it. More is answered 503 with Retry-After.
   */
  readonly strangerMessages: number;
  readonly strangerBytes: number;
  /** The same to all of them together. */
  readonly strangerMessagesToAll: number;
  readonly strangerBytesToAll: number;
  /** Contacts of one user. A further one replaces the oldest. */
  readonly bindingsPerUser: number;
  /** Requests whose answer is remembered, so that a repetition is not stored or forwarded again. */
  readonly rememberedRequests: number;
  readonly rememberedForMs: number;
}

export const RELAY_LIMITS: RelayLimits = {
  connections: 1_000,
  connectionsPerAccount: 16,
  strangers: 256,
  strangersPerAddress: 20,
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
  storedBytesPerRecipient: 33_554_432,
  shareOfOneSender: 0.5,
  reservedPerSender: 500,
  reservedBytesPerSender: 4_194_304,
  storedPerSender: 5_000,
  storedBytesPerSender: 67_108_864,
  storedBytes: 1_073_741_824,
  reservedBytesInStore: 1_048_576,
  strangerMessages: 250,
  strangerBytes: 2_097_152,
  strangerMessagesToAll: 2_500,
  strangerBytesToAll: 16_777_216,
  bindingsPerUser: 8,
  rememberedRequests: 10_000,
  rememberedForMs: 600_000,
};

/** Limits for guessing passwords. Failures count within the window. */
export interface LoginLimits {
  readonly windowMs: number;
  /**
   * Wrong passwords for one account from one address, or from one known device: then that account is shut out there. A
   * known device is not shut out by what others try at its address.
   */
  readonly failuresPerAccountAndAddress: number;
  /**
   * Wrong passwords from one address, whatever the account. Then logins from there that are not known wait for
   * `refusalDelayMs` each, and a wrong one ends its connection. Nobody is shut out by the neighbours' guesses.
   */
  readonly failuresPerAddress: number;
  /**
   * Wrong passwords for one account from anywhere: then it is shut out where it has never logged in before, by address
   * or device.
   */
  readonly failuresPerAccount: number;
  /** How long a blocked client waits for its 403, after which it is disconnected; and the wait above. */
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
  /** Flow-Timer (RFC 5626 §5.4): the client must ping at least this often. */
  readonly flowTimerSeconds: number;
  /** A device that has not answered by then counts as silent until it sends anything. */
  readonly answerTimeoutMs: number;
  /**
   * Waits before each new try while the recipient stays registered: with a silent device of all, with a message that
   * was answered "not now" of its sender's. The last one repeats.
   */
  readonly retryDelaysMs: readonly number[];
  readonly nonceLifetimeMs: number;
  /** An account whose own devices have not come for so long takes the next one that comes for its own. */
  readonly deviceSuccessionMs: number;
  /** An owner is told of foreign devices at most once within this time. */
  readonly noticeIntervalMs: number;
  /** How long stopping waits for answers that are under way. Messages still waiting after that are stored. */
  readonly drainMs: number;
}

export const RELAY_TIMES: RelayTimes = {
  messageExpirySeconds: 259_200,
  minRegistrationSeconds: 60,
  maxRegistrationSeconds: 3_600,
  flowTimerSeconds: 120,
  answerTimeoutMs: 8_000,
  retryDelaysMs: [5_000, 30_000, 120_000, 300_000],
  nonceLifetimeMs: 300_000,
  deviceSuccessionMs: 604_800_000,
  noticeIntervalMs: 3_600_000,
  drainMs: 500,
};
