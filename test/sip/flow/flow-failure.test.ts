import { describe, expect, it } from 'vitest';
import {
  CLOSED_BY_PEER,
  endedByOtherEnd,
  flowFailureOf,
  graverFailure,
  type FlowFailure,
} from '../../../src/sip/flow/flow-failure.ts';
import { SipIdentityError } from '../../../src/sip/flow/server-identity.ts';

const error = (code: string | undefined) => Object.assign(new Error('x'), code === undefined ? {} : { code });
const UNJUDGED = { authorizationError: null as unknown as Error };
const REJECTED = { authorizationError: 'SELF_SIGNED_CERT_IN_CHAIN' as unknown as Error };

describe('why there is no flow', () => {
  it.each([
    'EADDRNOTAVAIL',
    'ECONNABORTED',
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTDOWN',
    'EHOSTUNREACH',
    'ENETDOWN',
    'ENETRESET',
    'ENETUNREACH',
    'ENOTCONN',
    'EPIPE',
    'ETIMEDOUT',
  ])('%s is the network’s', (code) => {
    expect(flowFailureOf(error(code), REJECTED)).toEqual({ reason: 'no-network', code });
  });

  it('a server that is another, or whose certificate is not to be trusted, is told apart', () => {
    const kinds = ['identity', 'certificate', 'revoked', 'pin'] as const;
    const failures = kinds.map((kind) => flowFailureOf(new SipIdentityError(kind, 'x'), UNJUDGED));
    expect(failures).toEqual([
      { reason: 'wrong-server-name', code: 'SIP_IDENTITY' },
      { reason: 'certificate-not-trusted', code: 'SIP_CERTIFICATE' },
      { reason: 'certificate-not-trusted', code: 'SIP_REVOKED' },
      { reason: 'certificate-not-trusted', code: 'SIP_PIN' },
    ]);
  });

  it('a certificate of the future means our clock, any other verdict on the chain the certificate', () => {
    expect(flowFailureOf(error('CERT_NOT_YET_VALID'), REJECTED).reason).toBe('check-clock');
    expect(flowFailureOf(error('CERT_HAS_EXPIRED'), REJECTED)).toEqual({
      reason: 'certificate-not-trusted',
      code: 'CERT_HAS_EXPIRED',
    });
  });

  it('everything else is the server’s', () => {
    const unset = { authorizationError: undefined as unknown as Error };
    expect([UNJUDGED, unset].map((socket) => flowFailureOf(error('ERR_SSL_X'), socket).reason)).toEqual([
      'server-fault',
      'server-fault',
    ]);
    expect(flowFailureOf(error(undefined), UNJUDGED)).toEqual({ reason: 'server-fault', code: 'UNKNOWN' });
  });
});

it('a flow was ended from the other end when that closed it, reset it, or sent what no SIP server sends', () => {
  const ended = (reason: FlowFailure['reason'], code: string) => endedByOtherEnd({ reason, code });
  expect([ended('no-network', CLOSED_BY_PEER), ended('server-fault', 'X')]).toEqual([true, true]);
  expect([ended('no-network', 'ECONNRESET'), ended('no-network', 'EPIPE')]).toEqual([true, true]);
  expect([ended('no-network', 'ETIMEDOUT'), ended('no-network', 'FLOW_SILENT')]).toEqual([false, false]);
});

it('of two failures the one is told that passes the least by itself; of equal ones the later', () => {
  const order = [
    'no-network',
    'server-fault',
    'login-refused',
    'check-clock',
    'certificate-not-trusted',
    'wrong-server-name',
  ] as const;
  const failures = order.map((reason): FlowFailure => ({ reason, code: reason }));
  for (const [at, one] of failures.entries()) {
    expect(graverFailure(null, one)).toBe(one);
    const later = { ...one };
    expect(graverFailure(one, later)).toBe(later);
    for (const lighter of failures.slice(0, at)) {
      expect([graverFailure(one, lighter), graverFailure(lighter, one)]).toEqual([one, one]);
    }
  }
});
