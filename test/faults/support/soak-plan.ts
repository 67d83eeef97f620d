import type { FaultPointName } from '../../../src/relay/storage/fault-point.ts';
import { SeededRandom } from '../../../src/simulator/hand/seeded-random.ts';
import { USERS, type Part, type User } from './fault-bed.ts';
import { HANDSET_FAULT_POINTS, type HandsetFaultPoint } from './handset-orders.ts';
import { RELAY_FAULT_POINTS } from './relay-orders.ts';

export type SoakFault =
  /** One end, or all at once. */
  | { readonly kind: 'kill'; readonly parts: readonly Part[] }
  | {
      readonly kind: 'kill-handset-at';
      readonly user: User;
      readonly point: HandsetFaultPoint;
      readonly passing: number;
    }
  | { readonly kind: 'kill-relay-at'; readonly point: FaultPointName; readonly passing: number }
  | { readonly kind: 'pull'; readonly users: readonly User[]; readonly forMs: number }
  | { readonly kind: 'flap'; readonly user: User; readonly times: number; readonly everyMs: number }
  | {
      readonly kind: 'bad-link';
      readonly user: User;
      readonly forMs: number;
      readonly delayMs: number;
      readonly loss: number;
    }
  | { readonly kind: 'bad-disk'; readonly part: Part; readonly how: 'ENOSPC' | 'EROFS'; readonly forMs: number }
  /** Set to so many hours from the true time; the relay's is set right again a little later. */
  | { readonly kind: 'clock'; readonly part: Part; readonly hours: number }
  /** The same, and the process is killed in that moment. */
  | { readonly kind: 'clock-and-kill'; readonly user: User; readonly hours: number };

export interface SoakStep {
  readonly from: User;
  readonly text: string;
  /** Begins after this message and goes on under the next ones. */
  readonly fault: SoakFault | null;
}

const HOURS_OF_TWO_YEARS = 17_520;

/** The whole of a soak, out of its seed alone: who sends what, and which fault begins when. */
export function planSoak(seed: number, messages: number, faults: number): readonly SoakStep[] {
  const random = new SeededRandom(seed);
  const every = Math.max(1, Math.floor(messages / faults));
  return Array.from({ length: messages }, (_, index) => {
    const from = oneOf(random, USERS);
    const hasFault = index % every === every - 1 && Math.floor(index / every) < faults;
    return { from, text: `${from} ${index}`, fault: hasFault ? fault(random) : null };
  });
}

const KINDS = [
  'kill',
  'kill-handset-at',
  'kill-relay-at',
  'pull',
  'flap',
  'bad-link',
  'bad-disk',
  'clock',
  'clock-and-kill',
] as const satisfies readonly SoakFault['kind'][];

function fault(random: SeededRandom): SoakFault {
  const kind = oneOf(random, KINDS);
  const user = oneOf(random, USERS);
  const part = oneOf(random, ['relay', ...USERS] as const);
  const passing = below(random, 8) + 1;
  switch (kind) {
    case 'kill':
      return { kind, parts: oneOf<readonly Part[]>(random, [[part], USERS, ['relay', ...USERS]]) };
    case 'kill-handset-at':
      return { kind, user, point: oneOf(random, HANDSET_FAULT_POINTS), passing };
    case 'kill-relay-at':
      return { kind, point: oneOf(random, RELAY_FAULT_POINTS), passing };
    case 'pull':
      return {
        kind,
        users: oneOf<readonly User[]>(random, [[user], USERS]),
        forMs: oneOf(random, [50, 500, 3_000] as const),
      };
    case 'flap':
      return { kind, user, times: below(random, 6) + 2, everyMs: below(random, 400) + 50 };
    case 'bad-link':
      return { kind, user, forMs: 3_000, delayMs: oneOf(random, [40, 400] as const), loss: 0.05 };
    case 'bad-disk':
      return { kind, part, how: oneOf(random, ['ENOSPC', 'EROFS'] as const), forMs: below(random, 2_000) + 200 };
    case 'clock':
      return { kind, part, hours: hours(random) };
    case 'clock-and-kill':
      return { kind, user, hours: hours(random) };
  }
}

function hours(random: SeededRandom): number {
  return below(random, 2 * HOURS_OF_TWO_YEARS) - HOURS_OF_TWO_YEARS;
}

function below(random: SeededRandom, count: number): number {
  return Math.floor(random.fraction() * count);
}

function oneOf<Value>(random: SeededRandom, values: readonly Value[]): Value {
  const value = values[below(random, values.length)];
  if (value === undefined) throw new RangeError('nothing to choose from');
  return value;
}
