/** A server with which the clients of a test can register. */
export interface SipServer {
  readonly domain: string;
  /** The port on 127.0.0.1, and so on localhost. */
  readonly port: number;
  readonly caFile: string;
}

/** The users of every test server, and their passwords. */
export const TEST_USERS = ['alice', 'bob', 'carol', 'dave'] as const;
export type TestUser = (typeof TEST_USERS)[number];

export const passwordOf = (user: TestUser): string => `pw-${user}`;
