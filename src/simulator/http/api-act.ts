import * as v from 'valibot';
import { KEY_NAMES, type KeyName } from '../../domain/keys/key-map.ts';
import { success, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/system/clock.ts';
import { answered, fault, type ApiAnswer } from './api-answer.ts';
import type { SimulatedHandset } from '../bench/simulated-handset.ts';
import { tap } from '../hand/stroke.ts';
import { playStrokes } from '../hand/strokes.ts';

/** The most characters or keys in one request: about a minute's work of a typist. */
const MOST_STROKES = 1000;

const keys = v.pipe(v.array(v.picklist(KEY_NAMES)), v.minLength(1), v.maxLength(MOST_STROKES));
const keysRequest = v.union([
  v.strictObject({ press: keys }),
  v.strictObject({ release: keys }),
  v.strictObject({ tap: keys }),
  v.strictObject({ hold: v.picklist(KEY_NAMES), holdMs: v.pipe(v.number(), v.minValue(20), v.maxValue(60_000)) }),
  v.strictObject({ type: v.pipe(v.string(), v.minLength(1), v.maxLength(MOST_STROKES)) }),
]);
const powerRequest = v.strictObject({ on: v.boolean() });
const cableRequest = v.strictObject({ plugged: v.boolean() });

const KEYS_CURE =
  'send one of {"press": [KEY…]}, {"release": [KEY…]}, {"tap": [KEY…]}, {"hold": KEY, "holdMs": 20…60000}, {"type": "text"}; ' +
  `at most ${MOST_STROKES} keys or characters; KEY is one of: ${KEY_NAMES.join(' ')}`;

/** POST keys: answered when the last contact has settled. */
export async function workKeys(
  handset: SimulatedHandset,
  clock: Clock,
  nowMs: () => number,
  body: unknown,
): Promise<ApiAnswer> {
  const parsed = v.safeParse(keysRequest, body);
  if (!parsed.success) return fault(400, 'bad-keys', 'that is no work for keys', KEYS_CURE);
  if (handset.power !== 'on') return fault(409, 'no-power', `${handset.name} is ${handset.power}`, 'power it on first');
  const request = parsed.output;
  const absent = keysOf(request).find((key) => !handset.switches.has(key));
  if (absent !== undefined) {
    const cure = `its keys are: ${handset.board.keypad.keyMap.keys.filter((key) => key !== null).join(' ')}`;
    return fault(400, 'no-such-key', `board ${handset.board.name} has no key ${absent}`, cure);
  }
  const startedMs = nowMs();
  const played = await play(handset, request);
  if (!played.ok) return fault(400, 'no-such-character', played.error, characterCure(handset));
  // One more millisecond for the message to the handset's process, which needs far less.
  const leftMs = Math.max(0, Math.ceil(played.value - nowMs())) + 1;
  await new Promise<void>((resolve) => {
    clock.startTimer(leftMs, resolve);
  });
  return answered({ ok: true, tookMs: Math.round(nowMs() - startedMs) });
}

/**
 * POST power: with `on` false, cuts the power as if the battery were pulled. Answered when the process is gone or was
 * started.
 */
export async function switchPower(handset: SimulatedHandset, body: unknown): Promise<ApiAnswer> {
  const parsed = v.safeParse(powerRequest, body);
  if (!parsed.success)
    return fault(
      400,
      'bad-power',
      'the body does not say whether the power is on',
      'send {"on": true} or {"on": false}',
    );
  if (parsed.output.on) await handset.powerOn();
  else await handset.powerOff();
  return answered({ power: handset.power });
}

/** POST cable: pulls the cable or plugs it in. */
export async function moveCable(handset: SimulatedHandset, body: unknown): Promise<ApiAnswer> {
  const parsed = v.safeParse(cableRequest, body);
  if (!parsed.success) {
    return fault(
      400,
      'bad-cable',
      'the body does not say whether the cable is plugged in',
      'send {"plugged": true} or {"plugged": false}',
    );
  }
  await handset.setCable(parsed.output.plugged);
  return answered({ cablePlugged: handset.plugged });
}

/** Tells how else characters can be entered on this board: signs by its symbols key, emoji by the emoji key. */
function characterCure({ board, switches }: SimulatedHandset): string {
  const { symbols } = board.keypad.keyMap;
  const signs = switches.has('Sym') ? 'tap Sym' : 'hold *';
  const ways = [
    'leave it out: nothing was typed',
    ...(symbols.length > 0 ? [`${signs} and choose it if it is one of ${symbols.join('')}`] : []),
    ...(switches.has('Emoji') ? ['tap Emoji and choose it if it is an emoji'] : []),
  ];
  return ways.join('; ');
}

type KeysRequest = v.InferOutput<typeof keysRequest>;

function keysOf(request: KeysRequest): readonly KeyName[] {
  if ('press' in request) return request.press;
  if ('release' in request) return request.release;
  if ('tap' in request) return request.tap;
  return 'hold' in request ? [request.hold] : [];
}

/** When the last contact will have settled, or what cannot be typed. */
async function play(handset: SimulatedHandset, request: KeysRequest): Promise<Result<number, string>> {
  const { switches } = handset;
  if ('press' in request) return success(Math.max(...request.press.map((key) => switches.press(key))));
  if ('release' in request) return success(Math.max(...request.release.map((key) => switches.release(key))));
  if ('type' in request) return handset.typist.type(request.type);
  const strokes = 'tap' in request ? request.tap.map((key) => tap(key)) : [tap(request.hold, request.holdMs)];
  return success(playStrokes(switches, strokes));
}
