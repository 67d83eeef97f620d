import type { Brand } from './brand.ts';

/**
 * Wall clock, milliseconds since 1970-01-01 UTC. For showing only: the owner or the network may set it at any moment.
 */
export type EpochMs = Brand<number, 'EpochMs'>;

/**
 * Milliseconds on a clock that never steps back while the process runs; its zero has no meaning. For debounce,
 * time-outs and latency.
 */
export type MonotonicMs = Brand<number, 'MonotonicMs'>;

/**
 * Milliseconds that the handset has lived since its first start, kept across restarts. It grows with the monotonic
 * clock while the handset runs, and by the difference of the wall clock (never negative) while it was off. Deadlines
 * (12 h, 72 h, 15 min) are ages, so that a clock set back never lengthens a life, and a clock set forward while running
 * never shortens one.
 */
export type DeviceAgeMs = Brand<number, 'DeviceAgeMs'>;

export const epochMs = (value: number): EpochMs => value as EpochMs;
export const monotonicMs = (value: number): MonotonicMs => value as MonotonicMs;
export const deviceAgeMs = (value: number): DeviceAgeMs => value as DeviceAgeMs;

/** The three clocks read at one moment; a use case hands it to the domain. */
export interface Moment {
  readonly wallMs: EpochMs;
  readonly monotonicMs: MonotonicMs;
  readonly ageMs: DeviceAgeMs;
}
