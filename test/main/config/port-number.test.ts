import { expect, it } from 'vitest';
import { hostAndPort, portNumber } from '../../../src/main/config/port-number.ts';

it.each([
  ['0', 0],
  ['8080', 8_080],
  ['65535', 65_535],
  ['65536', null],
  ['99999', null],
  ['-1', null],
  ['80 ', null],
  ['', null],
  ['0x50', null],
])('the port %j is read as %j', (typed, port) => {
  expect(portNumber(typed)).toBe(port);
});

it.each([
  ['127.0.0.1:5061', { host: '127.0.0.1', port: 5_061 }],
  ['::1:5061', { host: '::1', port: 5_061 }],
  ['relay.example.org', null],
  [':5061', null],
  ['relay.example.org:0', null],
  ['relay.example.org:99999', null],
])('the place %j is read as %j', (typed, place) => {
  expect(hostAndPort(typed)).toEqual(place);
});
