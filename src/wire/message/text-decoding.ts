const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text in these bytes. Null when they are not valid UTF-8, such as overlong forms, surrogates and cut sequences.
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** Whether we can read a Content-Type's charset. A missing one means UTF-8 (RFC 3428 §7, RFC 3261 §7.4.1). */
export function isReadableCharset(charset: string | null | undefined): boolean {
  return charset === undefined || /^(?:utf-8|us-ascii)$/i.test(charset ?? '');
}
