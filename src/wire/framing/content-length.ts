import type { FramingFaultCode, HeaderField } from './frame.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { headerKey } from './header-names.ts';

/** A number with more digits exceeds every limit, and would lose precision. */
const MAX_DIGITS = 10;

/**
 * The body's length in bytes. On a stream Content-Length is required (RFC 3261 §18.3), once and as digits only: with
 * two of them, even equal ones, two elements could cut the same bytes into different messages.
 */
export function readContentLength(
  headers: readonly HeaderField[],
  bodyBytes: number,
): Result<number, FramingFaultCode> {
  const values = headers.filter(({ name }) => headerKey(name) === 'content-length').map(({ value }) => value);
  const [value] = values;
  if (value === undefined) return failure('content-length-missing');
  if (values.length > 1) return failure('content-length-repeated');
  if (!/^[0-9]+$/.test(value)) return failure('content-length-malformed');
  const length = value.length > MAX_DIGITS ? Infinity : Number(value);
  return length > bodyBytes ? failure('body-too-large') : success(length);
}
