import type { Result } from '../../domain/result.ts';

/** A method of an object of a service. */
export interface BusCall {
  readonly service: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** Types of the arguments, as D-Bus writes them; absent without arguments. */
  readonly signature?: string;
  readonly body?: readonly unknown[];
  readonly timeoutMs?: number;
}

/** The name of the error that came back, as `net.connman.iwd.Failed`; null when nobody answered. */
export interface BusFault {
  readonly name: string | null;
}

/** What others may call of us: by member, the types of its arguments and of its answer. */
export type OfferedMethods = Readonly<
  Record<string, { readonly takes: string; readonly gives: string; readonly call: (...args: unknown[]) => unknown }>
>;

/** D-Bus, as far as the network needs it. */
export interface SystemBus {
  readonly isConnected: boolean;
  /**
   * From now on, over every loss of the bus: calls back for each signal that comes from these services, and when the bus
   * or one of them came or went. What changed is then to be asked for.
   */
  follow(services: readonly string[], changed: () => void): void;
  /** Lets services call us. Throws when the path has that interface already. */
  offer(path: string, interfaceName: string, methods: OfferedMethods): void;
  /** Never rejects. A single value that comes back is the value, several are an array. */
  call(call: BusCall): Promise<Result<unknown, BusFault>>;
  /** Idempotent. */
  close(): void;
}
