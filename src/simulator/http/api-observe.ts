import { encodePng } from 'lvgl-bindings/png';
import type { Clock } from '../../ports/system/clock.ts';
import { answered, badTimeout, fault, timeoutOf, type ApiAnswer } from './api-answer.ts';
import type { SimulatedHandset } from '../bench/simulated-handset.ts';
import { readUntil, waitUntil } from '../bench/waiting.ts';

/** GET: what a person beside the handset sees and hears. Each of these requests can wait until a state is reached. */
export function describeHandset(handset: SimulatedHandset): Readonly<Record<string, unknown>> {
  return {
    name: handset.name,
    title: handset.title,
    address: handset.address,
    board: handset.board.name,
    power: handset.power,
    lastExit: handset.lastExit,
    link: handset.mirror.link,
    cablePlugged: handset.plugged,
    screenPercent: handset.mirror.backlightPercent,
  };
}

/** `?until=registered|unreachable|connecting|stopped|on|off|crashed|screen-lit|screen-dark`. */
export async function observeState(
  handset: SimulatedHandset,
  clock: Clock,
  query: URLSearchParams,
): Promise<ApiAnswer> {
  const until = query.get('until');
  const known = [
    'registered',
    'unreachable',
    'connecting',
    'stopped',
    'on',
    'off',
    'crashed',
    'screen-lit',
    'screen-dark',
  ];
  if (until !== null && !known.includes(until)) return unknownUntil(until, known.join(', '));
  return observe(handset, clock, query, {
    holds: () => until === null || [handset.mirror.link, handset.power, lightOf(handset)].includes(until),
    show: () => describeHandset(handset),
  });
}

function lightOf({ mirror }: SimulatedHandset): string {
  return mirror.backlightPercent === 0 ? 'screen-dark' : 'screen-lit';
}

/** `?until=dark|lit|blinking` or `?until=pattern:NAME`. */
export async function observeLed(handset: SimulatedHandset, clock: Clock, query: URLSearchParams): Promise<ApiAnswer> {
  const until = query.get('until');
  const pattern = until?.startsWith('pattern:') === true ? until.slice('pattern:'.length) : null;
  if (until !== null && pattern === null && !['dark', 'lit', 'blinking'].includes(until)) {
    return unknownUntil(until, 'dark, lit, blinking, pattern:NAME');
  }
  const { mirror } = handset;
  return observe(handset, clock, query, {
    holds: () => until === null || mirror.led === until || mirror.ledPattern.name === pattern,
    show: () => ({ state: mirror.led, pattern: mirror.ledPattern }),
  });
}

/**
 * The buzzer's log, oldest first. `?after=N` leaves out sounds up to ordinal N; `?until=sounded` waits for one after
 * it.
 */
export async function observeBuzzer(
  handset: SimulatedHandset,
  clock: Clock,
  query: URLSearchParams,
): Promise<ApiAnswer> {
  const until = query.get('until');
  if (until !== null && until !== 'sounded') return unknownUntil(until, 'sounded');
  const after = query.get('after') ?? '0';
  if (!/^\d{1,9}$/.test(after))
    return fault(400, 'bad-ordinal', '"after" is not the ordinal of a sound', 'give the ordinal of a sound, or 0');
  const sounds = () => handset.mirror.sounds.filter((sound) => sound.ordinal > Number(after));
  return observe(handset, clock, query, {
    holds: () => until === null || sounds().length > 0,
    show: () => ({ sounds: sounds() }),
  });
}

/**
 * The visible words. `?contains=WORDS` waits until one line contains them; `?focused=WORDS` waits until the item with
 * the focus does.
 */
export async function observeText(handset: SimulatedHandset, clock: Clock, query: URLSearchParams): Promise<ApiAnswer> {
  const timeoutMs = timeoutOf(query);
  if (timeoutMs === null) return badTimeout();
  const contains = query.get('contains');
  const focused = query.get('focused');
  const waits = contains !== null || focused !== null;
  const { held, value } = await readUntil(
    handset,
    clock,
    waits ? timeoutMs : 0,
    () => handset.screenText(),
    (text) => {
      if (!waits) return true;
      if (text === null) return false;
      const seen = contains === null || text.lines.some((line) => line.includes(contains));
      return seen && (focused === null || (text.focused?.includes(focused) ?? false));
    },
  );
  if (!held) return notInTime(timeoutMs, value);
  if (value === null) return fault(409, 'no-screen', `${handset.name} is off or does not answer`, 'power it on');
  return answered(value);
}

export function screenPng(handset: SimulatedHandset): ApiAnswer {
  const { widthPx: width, heightPx: height, pixels: drawn, backlightPercent } = handset.mirror;
  const pixels = backlightPercent === 0 ? new Uint8Array(drawn.length) : drawn;
  return { kind: 'png', bytes: encodePng({ width, height, pixels }) };
}

async function observe(
  handset: SimulatedHandset,
  clock: Clock,
  query: URLSearchParams,
  what: { readonly holds: () => boolean; readonly show: () => unknown },
): Promise<ApiAnswer> {
  const timeoutMs = timeoutOf(query);
  if (timeoutMs === null) return badTimeout();
  const held = await waitUntil(handset, clock, timeoutMs, what.holds);
  return held ? answered(what.show()) : notInTime(timeoutMs, what.show());
}

function notInTime(timeoutMs: number, now: unknown): ApiAnswer {
  const cure = 'look at "now", or wait longer by timeoutMs';
  return {
    kind: 'json',
    status: 408,
    value: { error: 'not-in-time', message: `this was not reached within ${timeoutMs} ms`, cure, now },
  };
}

function unknownUntil(until: string, known: string): ApiAnswer {
  return fault(400, 'unknown-until', `"${until.slice(0, 100)}" cannot be waited for`, `use one of: ${known}`);
}
