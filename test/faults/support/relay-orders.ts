import type { FaultPointName } from '../../../src/relay/storage/fault-point.ts';
import type { KillAt } from './handset-orders.ts';

/** As in src/relay/storage/fault-point.ts; the compiler finds one that is missing. */
export const RELAY_FAULT_POINTS = Object.keys({
  'before-store': true,
  'after-store': true,
  'before-202': true,
  'after-202': true,
  'before-forward': true,
  'after-forward': true,
  'before-delete': true,
  'after-delete': true,
} satisfies Readonly<Record<FaultPointName, true>>) as readonly FaultPointName[];

export interface RelayProgramOptions {
  readonly configFile: string;
  /** How far its wall clock is off. */
  readonly clockOffsetMs: number;
  readonly killAt: KillAt<FaultPointName> | null;
}

export type RelayOrder =
  | { readonly kind: 'setClock'; readonly offsetMs: number }
  | { readonly kind: 'arm'; readonly killAt: KillAt<FaultPointName> | null }
  | { readonly kind: 'stop' };

export interface RelayAnswer {
  readonly kind: 'listening';
  readonly port: number;
}
