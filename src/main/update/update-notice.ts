import * as v from 'valibot';
import { failure, success, type Result } from '../../domain/result.ts';

/** More is no notice. */
export const MOST_NOTICE_BYTES = 4_096;
/** More than a slot could ever hold. */
export const MOST_UPDATE_BYTES = 256 * 1024 * 1024;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999_999_999_999));
const schema = v.object({
  board: v.pipe(v.string(), v.maxLength(64)),
  version: v.pipe(v.string(), v.regex(/^[\w.+-]{1,32}$/)),
  release: whole,
  bytes: v.pipe(whole, v.minValue(1)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** What the operator says of the newest update for a board. Whether it is true is decided by the update's signature. */
export type UpdateNotice = v.InferOutput<typeof schema>;

export function readNotice(bytes: Uint8Array): Result<UpdateNotice, string> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return failure('is not JSON in UTF-8');
  }
  const checked = v.safeParse(schema, json);
  if (checked.success) return success(checked.output);
  const [issue] = checked.issues;
  return failure(`${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
}
