import { RevocationFile } from '../../crypto/certificates/revocation-file.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { Revocations } from '../../ports/network/revocations.ts';
import type { HandsetConfig } from '../config/handset-config.ts';

const DAY_MS = 86_400_000;
/** Told from so long before the list is over, once a day. */
const WARNED_BEFORE_DAYS = 7;

export interface WatchedRevocations {
  /** Null when the configuration names no list. */
  readonly revocations: Revocations | null;
  stop(): void;
}

/** The operator's list of revoked certificates, and a line in the log each day on which it is near its end or over. */
export function watchRevocations(
  { revocationFile, caPem }: HandsetConfig['server'],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): WatchedRevocations {
  if (revocationFile === null) return { revocations: null, stop: () => undefined };
  const unreadable = (why: string): void => {
    log.error('sip.revocations-unreadable', { path: revocationFile, why });
  };
  const file = new RevocationFile(revocationFile, caPem, unreadable);
  let timer: Timer;
  const look = (): void => {
    const read = file.refresh();
    if (!read.ok) unreadable(read.error);
    tellItsEnd(file.endsAtMs, clock.wallMs(), log);
    timer = clock.startTimer(DAY_MS, look);
  };
  look();
  return {
    revocations: file,
    stop: () => {
      timer.cancel();
    },
  };
}

function tellItsEnd(endsAtMs: number | null, nowMs: number, log: Log): void {
  if (endsAtMs === null) return;
  const days = Math.floor((endsAtMs - nowMs) / DAY_MS);
  if (days < 0) log.error('sip.revocations-over', { days: -days });
  else if (days < WARNED_BEFORE_DAYS) log.warn('sip.revocations-end', { days });
}
