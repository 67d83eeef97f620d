/**
 * How long the path to a server may lie idle before a NAT or a firewall on it forgets the flow: what was seen so far. Whole seconds.
 */
export interface IdleLearning {
  /** The longest idle stretch that a flow survived, or is believed to survive; 30…840. */
  readonly provenS: number;
  /** The shortest that a flow did not survive; null when none is known. */
  readonly brokenS: number | null;
  /** Stretches of full length that were survived since the interval was settled. */
  readonly survivals: number;
  /** Survivals after which a longer stretch is tried again; doubles with each such trial. */
  readonly patience: number;
}

/** More often costs the battery for nothing: no NAT in use forgets a TCP flow sooner (RFC 5382 asks for hours, the worst keep a minute). */
export const MIN_INTERVAL_S = 30;
/** RFC 5626 §4.4.1: the interval for devices that live on a battery is 672…840 s. */
export const MAX_INTERVAL_S = 840;
/** One step up: with the least delay, 80 % of the interval, each survived stretch is still longer than the last. */
const STEP = 1.4;
/** The gap between survived and not survived within which nothing is to be won by asking closer. */
const SETTLED = 1.25;
/** The least delay: shorter ones are traffic, and say nothing. */
const SHORTEST_STRETCH_S = 0.8 * MIN_INTERVAL_S;
const FIRST_PATIENCE = 16;
const MAX_PATIENCE = 1_024;

/** A path of which nothing is known: the first interval is the 120 s of RFC 5626 §4.4.1. */
export const NOTHING_LEARNED: IdleLearning = {
  provenS: 86,
  brokenS: null,
  survivals: 0,
  patience: FIRST_PATIENCE,
};

/**
 * The longest time between two keep-alives, 30…840 s: a step beyond what was survived, half way to what was not, or, once the two are
 * close, what was survived.
 *
 * @param flowTimerS the server's Flow-Timer (RFC 5626 §5.4), an upper bound; null when it named none
 */
export function keepAliveIntervalS(learning: IdleLearning, flowTimerS: number | null): number {
  const boundS = Math.min(MAX_INTERVAL_S, flowTimerS ?? MAX_INTERVAL_S);
  // A server that wants a ping every second is not obeyed: the battery is to be spared.
  return Math.max(MIN_INTERVAL_S, Math.min(boundS, aimS(learning)));
}

/**
 * How long to the next keep-alive: 80 to 100 % of the interval, by chance, so that handsets do not march in step (RFC 5626 §4.4.1).
 *
 * @param fraction uniform in [0, 1)
 * @returns 24,000…840,000 ms
 */
export function keepAliveDelayMs(learning: IdleLearning, flowTimerS: number | null, fraction: number): number {
  return Math.round(1_000 * keepAliveIntervalS(learning, flowTimerS) * (0.8 + 0.2 * fraction));
}

/** A flow was heard again after it had lain idle. */
export function afterSurvival(learning: IdleLearning, stretchMs: number): IdleLearning {
  const stretchS = Math.floor(stretchMs / 1_000);
  if (stretchS < SHORTEST_STRETCH_S) return learning;
  const provenS = Math.min(MAX_INTERVAL_S, Math.max(learning.provenS, stretchS));
  const proven = { ...learning, provenS };
  if (learning.brokenS === null) return proven;
  // What was not survived before was survived now: the loss had another cause.
  if (stretchS >= learning.brokenS) return { ...proven, brokenS: null, survivals: 0 };
  if (!isSettled(proven) || stretchS < 0.75 * provenS) return proven;
  const survivals = learning.survivals + 1;
  if (survivals < learning.patience) return { ...proven, survivals };
  // Paths change: now and then a longer stretch is tried again, ever more seldom, for it may cost a flow.
  return { ...proven, brokenS: null, survivals: 0, patience: Math.min(MAX_PATIENCE, 2 * learning.patience) };
}

/** A flow was found dead by the first bytes that were sent after it had lain idle. */
export function afterLoss(learning: IdleLearning, stretchMs: number): IdleLearning {
  const stretchS = Math.floor(stretchMs / 1_000);
  // So short a stretch is forgotten by no NAT: the network went away.
  if (stretchS < SHORTEST_STRETCH_S) return learning;
  const brokenS = Math.max(MIN_INTERVAL_S, Math.min(stretchS, learning.brokenS ?? MAX_INTERVAL_S));
  if (brokenS > learning.provenS) return { ...learning, brokenS, survivals: 0 };
  // It was survived once: this is another path, of which only the least is believed.
  return { provenS: MIN_INTERVAL_S, brokenS, survivals: 0, patience: FIRST_PATIENCE };
}

function aimS(learning: IdleLearning): number {
  const { provenS, brokenS } = learning;
  if (brokenS === null) return provenS * STEP;
  // Half way as factors go: from 840 s to a NAT of a minute in four losses.
  return isSettled(learning) ? provenS : Math.sqrt(provenS * brokenS);
}

function isSettled({ provenS, brokenS }: IdleLearning): boolean {
  return brokenS !== null && brokenS <= SETTLED * provenS;
}
