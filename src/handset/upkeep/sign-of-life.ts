import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { ServiceManager } from '../../ports/system/service-manager.ts';

/** Something without which the handset is of no use to its owner. */
export interface LivingPart {
  readonly name: string;
  /** Whether it does its work, as far as it can tell since it was asked last. */
  isAlive(): boolean;
}

export interface SignOfLifeParts {
  readonly service: ServiceManager;
  readonly clock: Clock;
  readonly log: Log;
  /** The first picture has reached the screen. */
  readonly hasShown: () => boolean;
  readonly parts: readonly LivingPart[];
}

const LOOK_FOR_PICTURE_MS = 50;
/** Signs of life in the time after which their absence is death: one may be late, and one may be lost. */
const SIGNS_IN_PATIENCE = 3;

/**
 * Tells who started the handset that it can be used, once it shows something, and that it lives, as long as all parts
 * do. That this is told at all shows that the event loop turns. Returns the way to end it.
 */
export function giveSignsOfLife({ service, clock, log, hasShown, parts }: SignOfLifeParts): () => void {
  const { patienceMs } = service;
  const dead = new Set<string>();
  let timer: Timer;
  const sign = (everyMs: number): void => {
    for (const part of parts) {
      const isAlive = part.isAlive();
      if (!isAlive && !dead.has(part.name)) log.error('service.part-dead', { part: part.name });
      if (isAlive) dead.delete(part.name);
      else dead.add(part.name);
    }
    if (dead.size === 0) service.alive();
    timer = clock.startTimer(everyMs, () => {
      sign(everyMs);
    });
  };
  const awaitPicture = (): void => {
    if (hasShown()) {
      service.ready();
      if (patienceMs !== null) sign(Math.floor(patienceMs / SIGNS_IN_PATIENCE));
    } else timer = clock.startTimer(LOOK_FOR_PICTURE_MS, awaitPicture);
  };
  timer = clock.startTimer(0, awaitPicture);
  return () => {
    timer.cancel();
  };
}
