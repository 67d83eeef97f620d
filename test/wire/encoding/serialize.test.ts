import { expect, it, test } from 'vitest';
import { encodeRequest, encodeResponse } from '../../../src/wire/encoding/serialize.ts';

const request = { method: 'MESSAGE', requestUri: 'sip:b@example.org', headers: [{ name: 'To', value: '<sip:b>' }] };
const response = { statusCode: 200, reason: 'OK', headers: [{ name: 'To', value: '<sip:b>' }] };

it('writes a request with its body, whose length counts bytes', () => {
  const encoded = encodeRequest(request, Buffer.from('ż'));
  expect(encoded.ok && encoded.value.toString()).toBe(
    'MESSAGE sip:b@example.org SIP/2.0\r\nTo: <sip:b>\r\nContent-Length: 2\r\n\r\nż',
  );
});

it('writes a response without a body', () => {
  expect(encodeResponse({ ...response, reason: '' })).toEqual({
    ok: true,
    value: 'SIP/2.0 200 \r\nTo: <sip:b>\r\nContent-Length: 0\r\n\r\n',
  });
});

it('writes its own length in place of any that it is given', () => {
  const headers = ['Content-Length', 'content-length', 'L'].map((name) => ({ name, value: '7' }));
  const encoded = encodeRequest({ ...request, headers }, new Uint8Array(3));
  expect(encoded.ok && encoded.value.toString().match(/length:.*|^l:.*/gim)).toEqual(['Length: 3']);
});

test.each([
  ['a method of two words', { method: 'MESSAGE x' }, 'bad-start-line', 'method'],
  ['no method', { method: '' }, 'bad-start-line', 'method'],
  ['no URI', { requestUri: '' }, 'bad-start-line', 'request-uri'],
  ['a URI with a space', { requestUri: 'sip:b SIP/2.0' }, 'bad-start-line', 'request-uri'],
  ['a URI with a bracket', { requestUri: 'sip:b>' }, 'bad-start-line', 'request-uri'],
  ['a URI with a control character', { requestUri: 'sip:b\x7f' }, 'bad-start-line', 'request-uri'],
  ['a name with a colon', { headers: [{ name: 'To:', value: '' }] }, 'bad-name', 'To:'],
  ['a line break in a value', { headers: [{ name: 'To', value: 'a\r\nX: 1' }] }, 'control-character', 'To'],
])('a request with %s is not written', (_, changes, code, where) => {
  expect(encodeRequest({ ...request, ...changes }, new Uint8Array())).toEqual({ ok: false, error: { code, where } });
});

test.each([
  ['a status below 100', { statusCode: 99 }],
  ['a status above 699', { statusCode: 700 }],
  ['half a status', { statusCode: 200.5 }],
  ['a line break in the reason', { reason: 'OK\r\nX: 1' }],
])('a response with %s is not written', (_, changes) => {
  expect(encodeResponse({ ...response, ...changes })).toEqual({
    ok: false,
    error: { code: 'bad-start-line', where: 'status' },
  });
});

test.each([100, 699])('a response may say %i', (statusCode) => {
  expect(encodeResponse({ ...response, statusCode }).ok).toBe(true);
});
