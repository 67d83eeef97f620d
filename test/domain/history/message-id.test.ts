import { describe, expect, it } from 'vitest';
import { messageIdOf, parseMessageId } from '../../../src/domain/history/message-id.ts';

describe('our own message id', () => {
  it('is 16 bytes in 22 characters of base64url', () => {
    expect(messageIdOf(new Uint8Array(16).fill(0xff))).toBe('_____________________w');
    expect(messageIdOf(new Uint8Array(16).fill(0xfb))).toBe('-_v7-_v7-_v7-_v7-_v7-w');
    expect(messageIdOf(new Uint8Array(16))).toBe('A'.repeat(22));
  });

  it('is accepted where a peer’s id is', () => {
    expect(parseMessageId(messageIdOf(new Uint8Array(16).fill(7))).ok).toBe(true);
  });

  it.each([0, 15, 17])('is not made of %i bytes', (count) => {
    expect(() => messageIdOf(new Uint8Array(count))).toThrow(RangeError);
  });
});

describe('a peer’s message id', () => {
  it.each(['x', 'a.b@c!', '~'.repeat(255)])('%j is accepted', (text) => {
    expect(parseMessageId(text)).toEqual({ ok: true, value: text });
  });

  it.each(['', 'a b', 'a\r\nb', 'é', 'x'.repeat(256)])('%j is refused', (text) => {
    expect(parseMessageId(text).ok).toBe(false);
  });
});
