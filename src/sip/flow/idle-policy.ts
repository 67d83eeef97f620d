/**
 * What was learned about how long the path to a server may lie idle before a NAT or firewall on it forgets the flow.
 * Whole seconds.
 */
export interface IdleLearning {
  /** The longest idle time that a flow survived, or is believed to survive; 30…840 s. */
  readonly provenS: number;
  /** The shortest idle time that a flow did not survive; null when none is known. */
  readonly brokenS: number | null;
  /** How often a full idle time was survived since the interval settled. */
  readonly survivals: number;
  /** How many survivals it takes before a longer idle time is tried again. Doubles with each such trial. */
  readonly patience: number;
}

/**
 * Shorter intervals would cost battery for nothing: no NAT in use forgets a TCP flow sooner (RFC 5382 asks for hours,
 * the worst keep it for a minute).
 */
export const MIN_INTERVAL_S = 30;
/** RFC 5626 §4.4.1: the interval for devices that live on a battery is 672…840 s. */
export const MAX_INTERVAL_S = 840;
/**
 * Factor of one step up. Even with the shortest delay, 80 % of the interval, each survived idle time is longer than the
 * last.
 */
const STEP = 1.4;
/** When the broken idle time is at most this factor above the proven one, trying values in between gains nothing. */
const SETTLED = 1.25;
/** The shortest delay. Shorter idle times are normal traffic and prove nothing. */
const SHORTEST_STRETCH_S = 0.8 * MIN_INTERVAL_S;
const FIRST_PATIENCE = 16;
const MAX_PATIENCE = 1_024;

/** A path about which nothing is known. The first interval is the 120 s of RFC 5626 §4.4.1. */
export const NOTHING_LEARNED: IdleLearning = {
  provenS: 86,
  brokenS: null,
  survivals: 0,
  patience: FIRST_PATIENCE,
};

/**
 * The longest time between two keep-alives, 30…840 s: one step above the proven idle time, or half way to the broken
 * one, or, once the two are close, the proven one itself.
 * @param flowTimerS the server's Flow-Timer (RFC 5626 §5.4), an upper bound; null when it named none
 */
export function keepAliveIntervalS(learning: IdleLearning, flowTimerS: number | null): number {
  const boundS = Math.min(MAX_INTERVAL_S, flowTimerS ?? MAX_INTERVAL_S);
  // A server that wants a ping every second does not get it, to spare the battery.
  return Math.max(MIN_INTERVAL_S, Math.min(boundS, aimS(learning)));
}

/**
 * The time until the next keep-alive: 80 to 100 % of the interval, at random, so that handsets do not ping all at the
 * same time (RFC 5626 §4.4.1).
 * @param fraction uniform in [0, 1)
 * @returns 24,000…840,000 ms
 */
export function keepAliveDelayMs(learning: IdleLearning, flowTimerS: number | null, fraction: number): number {
  return Math.round(1_000 * keepAliveIntervalS(learning, flowTimerS) * (0.8 + 0.2 * fraction));
}

/** After something arrived on a flow that had lain idle. */
export function afterSurvival(learning: IdleLearning, stretchMs: number): IdleLearning {
  const stretchS = Math.floor(stretchMs / 1_000);
  if (stretchS < SHORTEST_STRETCH_S) return learning;
  const provenS = Math.min(MAX_INTERVAL_S, Math.max(learning.provenS, stretchS));
  const proven = { ...learning, provenS };
  if (learning.brokenS === null) return proven;
  // An idle time that once broke a flow was survived now, so that loss had another cause.
  if (stretchS >= learning.brokenS) return { ...proven, brokenS: null, survivals: 0 };
  if (!isSettled(provenS, learning.brokenS) || stretchS < 0.75 * provenS) return proven;
  const survivals = learning.survivals + 1;
  if (survivals < learning.patience) return { ...proven, survivals };
  // Paths change, so a longer idle time is tried again now and then. It may cost a flow, so the trials become rarer.
  return { ...proven, brokenS: null, survivals: 0, patience: Math.min(MAX_PATIENCE, 2 * learning.patience) };
}

/** After the first bytes sent on a flow that had lain idle showed that it was dead. */
export function afterLoss(learning: IdleLearning, stretchMs: number): IdleLearning {
  const stretchS = Math.floor(stretchMs / 1_000);
  // No NAT forgets a flow so soon, so the network itself was lost.
  if (stretchS < SHORTEST_STRETCH_S) return learning;
  const brokenS = Math.max(MIN_INTERVAL_S, Math.min(stretchS, learning.brokenS ?? MAX_INTERVAL_S));
  if (brokenS > learning.provenS) return { ...learning, brokenS, survivals: 0 };
  // This idle time was survived before, so the path must be another one. Only the minimum is believed of it.
  return { provenS: MIN_INTERVAL_S, brokenS, survivals: 0, patience: FIRST_PATIENCE };
}

function aimS({ provenS, brokenS }: IdleLearning): number {
  if (brokenS === null) return provenS * STEP;
  // Half way on a scale of factors: it takes four losses to get from 840 s down to a NAT that forgets after a minute.
  return isSettled(provenS, brokenS) ? provenS : Math.sqrt(provenS * brokenS);
}

function isSettled(provenS: number, brokenS: number): boolean {
  return brokenS <= SETTLED * provenS;
}
