import type { Clock } from '../../ports/system/clock.ts';
import { moveCable, switchPower, workKeys } from './api-act.ts';
import { answered, fault, wrongMethod, type ApiAnswer, type ApiRequest } from './api-answer.ts';
import { describeHandset, observeBuzzer, observeLed, observeState, observeText, screenPng } from './api-observe.ts';
import type { RelayView } from '../wire/relay-view.ts';
import type { SimulatedHandset } from '../bench/simulated-handset.ts';

export interface SimulatorApiParts {
  readonly handsets: readonly SimulatedHandset[];
  readonly relay: RelayView;
  readonly clock: Clock;
  readonly systemNowMs: () => number;
}

const PATHS =
  '/api/relay, /api/handsets, /api/handsets/NAME, …/keys, …/led, …/buzzer, …/text, …/screen.png, …/power, …/cable';

/** The paths below a handset's name ('' is the handset itself), and the method that each accepts. */
const METHODS: ReadonlyMap<string, 'GET' | 'POST'> = new Map([
  ['', 'GET'],
  ['led', 'GET'],
  ['buzzer', 'GET'],
  ['text', 'GET'],
  ['screen.png', 'GET'],
  ['keys', 'POST'],
  ['power', 'POST'],
  ['cable', 'POST'],
]);

/** The HTTP interface without HTTP itself, as docs/simulator-http.md describes it. */
export class SimulatorApi {
  readonly #parts: SimulatorApiParts;

  constructor(parts: SimulatorApiParts) {
    this.#parts = parts;
  }

  async answer(request: ApiRequest): Promise<ApiAnswer> {
    const [collection, name, what, ...rest] = request.path;
    if (collection === 'relay' && name === undefined) return this.#relay(request);
    if (collection !== 'handsets' || rest.length > 0) return unknownPath(request);
    if (name === undefined) return this.#handsets(request);
    const handset = this.#parts.handsets.find((candidate) => candidate.name === name);
    if (handset === undefined) {
      const names = this.#parts.handsets.map((candidate) => candidate.name).join(', ');
      return fault(404, 'no-such-handset', `there is no handset "${name.slice(0, 100)}"`, `there are: ${names}`);
    }
    const right = METHODS.get(what ?? '');
    if (right === undefined) return unknownPath(request);
    if (request.method !== right) return wrongMethod(request.method, right);
    return right === 'POST' ? this.#act(handset, what, request) : this.#observe(handset, what, request);
  }

  #relay({ method }: ApiRequest): ApiAnswer {
    return method === 'GET' ? answered(this.#parts.relay.facts()) : wrongMethod(method, 'GET');
  }

  #handsets({ method }: ApiRequest): ApiAnswer {
    return method === 'GET' ? answered(this.#parts.handsets.map(describeHandset)) : wrongMethod(method, 'GET');
  }

  async #observe(handset: SimulatedHandset, what: string | undefined, request: ApiRequest): Promise<ApiAnswer> {
    const { clock } = this.#parts;
    switch (what) {
      case 'led':
        return observeLed(handset, clock, request.query);
      case 'buzzer':
        return observeBuzzer(handset, clock, request.query);
      case 'text':
        return observeText(handset, clock, request.query);
      case 'screen.png':
        return screenPng(handset);
      default:
        return observeState(handset, clock, request.query);
    }
  }

  async #act(handset: SimulatedHandset, what: string | undefined, request: ApiRequest): Promise<ApiAnswer> {
    const { clock, systemNowMs } = this.#parts;
    switch (what) {
      case 'power':
        return switchPower(handset, request.body);
      case 'cable':
        return moveCable(handset, request.body);
      default:
        return workKeys(handset, clock, systemNowMs, request.body);
    }
  }
}

function unknownPath(request: ApiRequest): ApiAnswer {
  return fault(
    404,
    'unknown-path',
    `there is nothing at /api/${request.path.join('/').slice(0, 100)}`,
    `there is: ${PATHS}`,
  );
}
