import { beforeEach, expect, test } from 'vitest';
import { HeaderList } from '../../../src/wire/grammar/header-list.ts';
import { examineResponse } from '../../../src/wire/gate/response-gate.ts';
import { MAX_REGISTERS_PER_MINUTE, RegisterPace } from '../../../src/sip/registration/register-pace.ts';
import type { RegistrationFailure } from '../../../src/sip/registration/registrar-answer.ts';
import { clampExpires, refreshDelayMs, Registration } from '../../../src/sip/registration/registration.ts';
import type { RequestBlueprint } from '../../../src/sip/transaction/request-blueprint.ts';
import type { LoginFault } from '../../../src/sip/login/request-login.ts';
import type { RequestOutcome } from '../../../src/sip/transaction/request-client.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { BOB } from '../support/link-bench.ts';
import { frameOf, wire } from '../support/wire.ts';

const INSTANCE = 'urn:uuid:00000000-0000-4000-8000-000000000001';
const CONTACT = 'sip:bob@127.0.0.1:5000;transport=tls';

/** That the registrar bound us. */
const BOUND = `Contact: <${CONTACT}>`;

/** An answer with these headers; one that begins with a semicolon goes to the Via. */
function answer(status: number, ...said: readonly string[]): RequestOutcome {
  const headers = said.filter((one) => !one.startsWith(';'));
  const lines = [
    `SIP/2.0 ${status} X`,
    `Via: SIP/2.0/TLS h;branch=z9hG4bKq${said.filter((one) => one.startsWith(';')).join('')}`,
    'From: <sip:b@x>;tag=1',
    'To: <sip:b@x>;tag=2',
    'Call-ID: 1',
    'CSeq: 1 REGISTER',
  ];
  return { kind: 'answered', response: examineResponse(frameOf(wire([...lines, ...headers])))!, login: null };
}

const challenged = (login: LoginFault): RequestOutcome => ({ ...answer(401), login }) as RequestOutcome;

let clock: VirtualClock;
let asked: RequestBlueprint[];
let told: (string | RegistrationFailure)[];
let outcome: (blueprint: RequestBlueprint) => RequestOutcome | Promise<RequestOutcome>;
let pace: RegisterPace;
let registration: Registration;

beforeEach(() => {
  clock = new VirtualClock();
  asked = [];
  told = [];
  pace = new RegisterPace(clock);
  registration = makeRegistration();
});

function makeRegistration(): Registration {
  return new Registration(
    {
      address: BOB,
      contactUri: CONTACT,
      instanceId: INSTANCE,
      callId: 'c',
      expiresSeconds: 600,
      clock,
      fraction: () => 0,
      pace,
      request: (blueprint) => {
        asked.push(blueprint);
        return Promise.resolve(outcome(blueprint));
      },
    },
    {
      registered: ({ terms }) => told.push(`registered ${terms.flowTimerS} ${terms.pongsAnnounced}`),
      failed: (failure) => told.push(failure),
    },
  );
}

test.each([
  [
    'its own Contact by instance',
    [`Contact: <sip:other@x>;expires=90, <${CONTACT}>;+sip.instance="<${INSTANCE}>";expires=300`, 'Expires: 80'],
    300,
  ],
  ['its own Contact by address', [`Contact: <${CONTACT}>;expires=300`], 300],
  [
    'its own Contact by user, where the server writes the address that it sees',
    ['Contact: <sip:bob@203.0.113.5:40000>;expires=300'],
    300,
  ],
  [
    'its own Contact by address, beside another device of the same user',
    [`Contact: <sip:bob@192.0.2.7:5000>;expires=90, <${CONTACT}>;expires=300`],
    300,
  ],
  ["its own Contact beside another's that cannot be read", ['Contact: <sip:other>>', `${BOUND};expires=300`], 300],
  ['the Expires header', [BOUND, 'Expires: 200'], 200],
  ['what was asked', [BOUND], 600],
  ['what was granted, though it is less than we would ask for', [`${BOUND};expires=30`], 30],
  ['at least 10 s', [BOUND, 'Expires: 1'], 10],
  ['at most a day', [BOUND, 'Expires: 99999999999'], 86_400],
  ['at most a day, by its Contact', [`${BOUND};expires=1099511627776`], 86_400],
  ['what was asked, when what was granted cannot be read', [BOUND, 'Expires: -5'], 600],
])('the binding is refreshed after 80 to 90 %% of: %s', async (_, headers, expiresSeconds) => {
  outcome = () => answer(200, ...headers);
  registration.start();
  await clock.run(800 * expiresSeconds - 1);
  expect(asked).toHaveLength(1);
  await clock.run(1);
  expect(asked).toHaveLength(2);
});

test('the time of a refresh never leaves the range of a timer', () => {
  expect(clampExpires(Number.MAX_SAFE_INTEGER)).toBe(86_400);
  expect(clampExpires(-1)).toBe(60);
  expect(refreshDelayMs(Number.MAX_SAFE_INTEGER, 0.999)).toBeLessThan(2_147_483_647);
});

test('there is never a second REGISTER in flight', async () => {
  let release: (outcome: RequestOutcome) => void = () => undefined;
  outcome = () =>
    new Promise((resolve) => {
      release = resolve;
    });
  registration.start();
  registration.start();
  await clock.run(0);
  expect(asked).toHaveLength(1);
  release(answer(200, BOUND));
  await clock.run(0);
  expect(told).toEqual(['registered null false']);
});

test.each([
  ['nothing', [], 'null false'],
  ['a Flow-Timer', ['Flow-Timer: 90'], '90 true'],
  ['that it requires outbound', ['Require: path, Outbound'], 'null true'],
  ['that it requires something else', ['Require: path'], 'null false'],
  ['keep without a value, as it came', [';keep'], 'null false'],
  ['keep with a value', [';keep=45'], '45 true'],
  ['keep of nought: as often as we like', [';keep=0'], 'null true'],
  ['a Flow-Timer beside keep', [';keep=45', 'Flow-Timer: 90'], '90 true'],
  ['a Flow-Timer that cannot be read', ['Flow-Timer: soon'], 'null false'],
])('an answer that says %s about keep-alives is understood', async (_, said, terms) => {
  outcome = () => answer(200, BOUND, ...said);
  registration.start();
  await clock.run(0);
  expect(told).toEqual([`registered ${terms}`]);
});

test.each([
  [challenged('refused'), 'login-refused', 'LOGIN_REFUSED'],
  [challenged('stale'), 'server-fault', 'LOGIN_STALE'],
  [challenged('foreign-realm'), 'server-fault', 'LOGIN_FOREIGN_REALM'],
  [challenged('weaker'), 'server-fault', 'LOGIN_WEAKER_THAN_BEFORE'],
  [challenged('unanswerable'), 'server-fault', 'LOGIN_UNANSWERABLE'],
  [answer(403), 'login-refused', 'REGISTER_403'],
  [answer(404), 'login-refused', 'REGISTER_404'],
  [answer(500), 'server-fault', 'REGISTER_500'],
  [answer(302), 'server-fault', 'REGISTER_302'],
  [{ kind: 'timed-out' }, 'server-fault', 'REGISTER_TIMEOUT'],
  [{ kind: 'flow-lost' }, 'no-network', 'FLOW_LOST'],
] as const)('what %j means is told once', async (given, reason, code) => {
  outcome = () => given;
  registration.start();
  await clock.run(10_000);
  expect(told).toEqual([{ reason, code, retryAfterMs: null }]);
});

test.each([
  ['no Contact', []],
  ["nobody's", ['Contact: *']],
  ["another's Contact", ['Contact: <sip:carol@192.0.2.9>;expires=600']],
  ['our Contact, expired', [`${BOUND};expires=0`]],
  ['our Contact in an answer that has expired', [BOUND, 'Expires: 0']],
])('a 200 that lists %s has not bound us, and is not believed', async (_, headers) => {
  outcome = () => answer(200, ...headers);
  registration.start();
  await clock.run(600_000);
  expect(told).toEqual([{ reason: 'server-fault', code: 'REGISTER_NOT_BOUND', retryAfterMs: null }]);
  expect(asked).toHaveLength(1);
});

test('after close nothing is sent and the listener is not called', async () => {
  outcome = () => answer(200, BOUND);
  registration.start();
  await clock.run(0);
  registration.close();
  await clock.run(600_000);
  expect(told).toEqual(['registered null false']);
  expect(asked).toHaveLength(1);
  expect(clock.pendingTimers).toBe(0);
});

test('it takes back only a binding that it has', async () => {
  outcome = () => answer(403);
  registration.start();
  await clock.run(0);
  await registration.unregister();
  expect(asked.map(({ headers }) => new HeaderList(headers).first('Expires'))).toEqual(['600']);
});

test.each([500, 503])(
  'a refresh that is answered %i is tried again while the binding lasts, and nobody is told',
  async (status) => {
    outcome = () =>
      asked.length === 1 ? answer(200, BOUND) : asked.length === 2 ? answer(status) : answer(200, BOUND);
    registration.start();
    await clock.run(480_000);
    expect(asked).toHaveLength(2);
    await clock.run(20_000);
    expect(asked).toHaveLength(3);
    expect(told).toEqual(['registered null false', 'registered null false']);
  },
);

test('a registrar that cannot refresh us until the binding is over is given up before', async () => {
  outcome = () => (asked.length === 1 ? answer(200, BOUND) : answer(500));
  registration.start();
  await clock.run(600_000);
  expect(told.at(-1)).toEqual({ reason: 'server-fault', code: 'REGISTER_500', retryAfterMs: null });
  expect(asked.length).toBeLessThanOrEqual(7);
  expect(clock.pendingTimers).toBe(0);
});

test('a registrar that asks for more time than the binding has is taken at its word at once', async () => {
  outcome = () => (asked.length === 1 ? answer(200, BOUND) : answer(503, 'Retry-After: 300'));
  registration.start();
  await clock.run(480_000);
  expect(told.at(-1)).toEqual({ reason: 'server-fault', code: 'REGISTER_503', retryAfterMs: 300_000 });
});

test('one that waits for its pace goes on in time, and is closed without a timer left', async () => {
  for (let count = 0; count < MAX_REGISTERS_PER_MINUTE; count += 1) pace.sent();
  outcome = () => answer(200, BOUND);
  registration.start();
  await clock.run(59_999);
  expect(asked).toEqual([]);
  await clock.run(1);
  expect(asked).toHaveLength(1);
  registration.close();
  for (let count = 0; count < MAX_REGISTERS_PER_MINUTE; count += 1) pace.sent();
  const other = makeRegistration();
  other.start();
  await clock.run(1_000);
  other.close();
  await clock.run(60_000);
  expect([asked.length, clock.pendingTimers]).toEqual([1, 0]);
});
