import { describe, expect, it } from 'vitest';
import type { LoginFault } from '../../../src/sip/login/request-login.ts';
import {
  grantedBinding,
  keepAliveTermsOf,
  registrationFailureOf,
  serviceRouteOf,
} from '../../../src/sip/registration/registrar-answer.ts';
import { ALICE } from '../support/link-bench.ts';
import { responseOf } from '../support/response-of.ts';

const own = {
  address: ALICE,
  instanceId: 'urn:uuid:own',
  contactUri: 'sip:alice@own.invalid;transport=tls',
};
const granted = (...headers: readonly string[]) => grantedBinding(responseOf(200, headers), own, 600);

describe('the binding that a registrar granted', () => {
  it('is ours by its instance before its URI, and by its URI before its user', () => {
    const byInstance = 'Contact: <sip:rewritten@9.9.9.9>;+sip.instance="<urn:uuid:own>";expires=1';
    const byUri = `Contact: <${own.contactUri}>;expires=2`;
    const byUser = 'Contact: <sip:alice@5.5.5.5>;expires=3';
    const another = 'Contact: <sip:mallory@7.7.7.7>;+sip.instance="<urn:uuid:other>";expires=4';
    expect(granted(another, byUser, byUri, byInstance)).toEqual({ expiresS: 1, host: '9.9.9.9' });
    expect(granted(another, byUser, byUri)).toEqual({ expiresS: 2, host: 'own.invalid' });
    expect(granted(another, byUser)).toEqual({ expiresS: 3, host: '5.5.5.5' });
    expect(granted(another)).toBeNull();
    expect(granted()).toBeNull();
  });

  it('is found behind a contact that cannot be read, and not in one that leads to no SIP server', () => {
    expect(granted('Contact: <<>', 'Contact: <sip:alice@5.5.5.5>;expires=3')).toEqual({ expiresS: 3, host: '5.5.5.5' });
    expect(granted('Contact: <tel:+1201>;+sip.instance="<urn:uuid:own>";expires=3')).toBeNull();
  });

  it('lasts as long as its Contact says, else the whole answer, else as was asked for; 0 is none', () => {
    const contact = `Contact: <${own.contactUri}>`;
    expect(granted(`${contact};expires=60`, 'Expires: 70')?.expiresS).toBe(60);
    expect(granted(contact, 'Expires: 70')?.expiresS).toBe(70);
    expect(granted(contact)?.expiresS).toBe(600);
    expect(granted(`${contact};expires=soon`)?.expiresS).toBe(600);
    expect(granted(`${contact};expires=0`, 'Expires: 70')).toBeNull();
  });
});

describe('what a registrar says about keep-alives', () => {
  it.each([
    ['nothing', [], '', [null, false, false]],
    ['keep without a value', [], ';keep', [null, false, false]],
    ['keep with a time', [], ';keep=30', [30, true, false]],
    ['keep with 0: as often as we like', [], ';keep=0', [null, true, false]],
    ['outbound, in any case and place', ['Require: path, OutBound'], '', [null, true, false]],
    ['another extension', ['Require: path'], '', [null, false, false]],
    ['a Flow-Timer, which comes before keep', ['Flow-Timer: 120'], ';keep=30', [120, true, true]],
  ] as const)('is %s', (_what, headers, parameters, expected) => {
    const terms = keepAliveTermsOf(responseOf(200, headers, parameters));
    expect([terms.flowTimerS, terms.pongsAnnounced, terms.pongsPromised]).toEqual(expected);
  });
});

describe('a Service-Route', () => {
  const sound = (at: number) => `<sip:proxy${at}.example.org;lr>`;
  const routes = (...values: readonly string[]) =>
    serviceRouteOf(responseOf(200, [`Service-Route: ${values.join(', ')}`]));

  it('is kept in its order, from one header or several', () => {
    expect(routes(sound(1), sound(2))).toEqual([sound(1), sound(2)]);
    const lines = [`Service-Route: ${sound(1)}`, `Service-Route: ${sound(2)}`];
    expect(serviceRouteOf(responseOf(200, lines))).toEqual([sound(1), sound(2)]);
    expect(serviceRouteOf(responseOf(200))).toEqual([]);
  });

  it.each([
    ['a part without brackets', 'sip:proxy.example.org'],
    ['a part of another scheme', '<tel:+1201>'],
    ['a part that cannot be read', '<sip:>'],
    ['a part of more than 512 characters', `<sip:proxy.example.org;x=${'a'.repeat(500)}>`],
  ])('with %s is left out as a whole', (_what, part) => {
    expect(routes(sound(1), part)).toEqual([]);
  });

  it('has up to 8 parts of up to 512 characters', () => {
    const eight = Array.from({ length: 8 }, (_, at) => sound(at));
    expect([routes(...eight).length, routes(...eight, sound(8)).length]).toEqual([8, 0]);
    const longest = `<sip:proxy.example.org;x=${'a'.repeat(512 - 26)}>`;
    expect([longest.length, routes(longest)]).toEqual([512, [longest]]);
  });
});

describe('a REGISTER that made no binding', () => {
  const answered = (statusCode: number, login: LoginFault | null, headers: readonly string[] = []) =>
    registrationFailureOf({ kind: 'answered', response: responseOf(statusCode, headers), login });

  it('was refused for good by 403 and 404, and by nothing else that the server answers', () => {
    expect(answered(403, null)).toEqual({ reason: 'login-refused', code: 'REGISTER_403', retryAfterMs: null });
    expect(answered(404, null).reason).toBe('login-refused');
    expect(answered(503, null, ['Retry-After: 7'])).toEqual({
      reason: 'server-fault',
      code: 'REGISTER_503',
      retryAfterMs: 7_000,
    });
  });

  it.each<[LoginFault, string, string]>([
    ['refused', 'login-refused', 'LOGIN_REFUSED'],
    ['stale', 'server-fault', 'LOGIN_STALE'],
    ['foreign-realm', 'server-fault', 'LOGIN_FOREIGN_REALM'],
    ['weaker', 'server-fault', 'LOGIN_WEAKER_THAN_BEFORE'],
    ['unanswerable', 'server-fault', 'LOGIN_UNANSWERABLE'],
  ])('by a challenge that is %s is told as %s', (login, reason, code) => {
    expect(answered(401, login, ['Retry-After: 9'])).toEqual({ reason, code, retryAfterMs: 9_000 });
  });

  it('without an answer says who failed: the server, the network, or our own account', () => {
    const none = [{ kind: 'timed-out' }, { kind: 'flow-lost' }] as const;
    expect(none.map((outcome) => registrationFailureOf(outcome))).toEqual([
      { reason: 'server-fault', code: 'REGISTER_TIMEOUT', retryAfterMs: null },
      { reason: 'no-network', code: 'FLOW_LOST', retryAfterMs: null },
    ]);
    const failure = { code: 'control-character', where: 'From' } as const;
    expect(registrationFailureOf({ kind: 'unencodable', failure })).toEqual({
      reason: 'login-refused',
      code: 'REGISTER_UNENCODABLE',
      retryAfterMs: null,
    });
  });
});
