import type { ServiceManager } from '../../src/ports/system/service-manager.ts';

/** Of a process that nobody watches. */
export const NO_SERVICE_MANAGER: ServiceManager = { patienceMs: null, ready: () => undefined, alive: () => undefined };
