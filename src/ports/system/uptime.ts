import type { Uptime } from '../../domain/device-age.ts';

/** The machine's uptime; null when it cannot tell. */
export type ReadUptime = () => Uptime | null;
