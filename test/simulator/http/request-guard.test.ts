import { expect, it } from 'vitest';
import { refusalFor } from '../../../src/simulator/http/request-guard.ts';

const PORT = 8080;

it('lets in the page itself, a typed address, and programs without a browser', () => {
  expect(refusalFor({ host: '127.0.0.1:8080' }, PORT)).toBeNull();
  expect(refusalFor({ host: 'LOCALHOST:8080', 'sec-fetch-site': 'none' }, PORT)).toBeNull();
  expect(
    refusalFor({ host: 'localhost:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }, PORT),
  ).toBeNull();
});

it('refuses every other name: DNS rebinding', () => {
  for (const host of [
    undefined,
    '',
    'evil.example:8080',
    '127.0.0.1',
    '127.0.0.1:80',
    'localhost.evil.example:8080',
    '[::1]:8080',
  ]) {
    expect(refusalFor(host === undefined ? {} : { host }, PORT)?.error).toBe('foreign-host');
  }
});

it('refuses what another site sends, even one on another port of this machine', () => {
  for (const origin of [
    'http://evil.example',
    'null',
    'http://127.0.0.1:9090',
    'https://127.0.0.1:8080',
    'http://localhost:8080',
  ]) {
    expect(refusalFor({ host: '127.0.0.1:8080', origin }, PORT)?.error).toBe('foreign-origin');
  }
  for (const site of ['cross-site', 'same-site']) {
    expect(refusalFor({ host: '127.0.0.1:8080', 'sec-fetch-site': site }, PORT)?.error).toBe('foreign-origin');
  }
});
