import { isAscii } from 'node:buffer';
import { failure, success, type Result } from '../../domain/result.ts';

type Decoder = InstanceType<typeof TextDecoder>;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text in these bytes. Null when they are not valid UTF-8, such as overlong forms, surrogates and cut sequences.
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  return decodeBy(utf8, bytes);
}

/** 'unknown': nobody here can read that charset. 'invalid': the bytes are no text in it. */
export type CharsetFailure = 'unknown' | 'invalid';

/**
 * The text in these bytes by the charset of their Content-Type, under any label of the Encoding Standard. A missing one
 * means UTF-8 (RFC 3428 §7, RFC 3261 §7.4.1). ASCII is the same under nearly every label, so it is read under one that
 * we do not know too.
 */
export function decodeText(bytes: Uint8Array, charset: string | null | undefined): Result<string, CharsetFailure> {
  const label = (charset ?? '').trim().toLowerCase();
  if (label === '') return orInvalid(decodeUtf8(bytes));
  // What says that it is ASCII and is not, is UTF-8 more often than the Windows charset of the standard.
  const asUtf8 = ASCII_LABEL.test(label) ? decodeUtf8(bytes) : null;
  if (asUtf8 !== null) return success(asUtf8);
  const decoder = decoderOf(label === 'utf-16' && hasBigEndianMark(bytes) ? 'utf-16be' : label);
  if (decoder !== null) return orInvalid(decodeBy(decoder, bytes));
  return isAscii(bytes) ? orInvalid(decodeUtf8(bytes)) : failure('unknown');
}

const ASCII_LABEL = /^(?:us-)?ascii$|^ansi_x3\.4-1968$|^iso646-us$/;

function hasBigEndianMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xfe && bytes[1] === 0xff;
}

/** Null for a label that the Encoding Standard does not know, or that it gives up on. */
function decoderOf(label: string): Decoder | null {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    return null;
  }
}

function decodeBy(decoder: Decoder, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function orInvalid(text: string | null): Result<string, CharsetFailure> {
  return text === null ? failure('invalid') : success(text);
}
