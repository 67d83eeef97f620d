/** How many rows one query may ask for. */
export const MAX_QUERY_ROWS = 1_000;
export const MAX_CONTACTS = 5_000;
const MAX_SETTING_BYTES = 4_096;

const SETTING_KEY = /^[a-z0-9.-]{1,64}$/;

/** Throws RangeError unless `limit` is a whole number of 1…1,000. */
export function assertLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_QUERY_ROWS) {
    throw new RangeError(`limit must be a whole number of 1…${MAX_QUERY_ROWS}, not ${limit}`);
  }
}

/** Throws RangeError unless `offset` is a whole number of at least 0. */
export function assertOffset(offset: number): void {
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new RangeError(`offset must be a whole number of at least 0, not ${offset}`);
  }
}

/** Throws RangeError unless the key is 1…64 characters of [a-z0-9.-]. */
export function assertSettingKey(key: string): void {
  if (!SETTING_KEY.test(key)) throw new RangeError(`a setting's key is 1…64 of [a-z0-9.-], not ${JSON.stringify(key)}`);
}

/** Throws RangeError when the value has more than 4 KiB of UTF-8. */
export function assertSettingValue(key: string, value: string): void {
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_SETTING_BYTES)
    throw new RangeError(`setting ${key} has ${bytes} bytes, more than ${MAX_SETTING_BYTES}`);
}

/** Throws RangeError when there is no room for one more contact beside `count`: an import must count first. */
export function assertRoomForContact(count: number): void {
  if (count >= MAX_CONTACTS) throw new RangeError(`at most ${MAX_CONTACTS} contacts`);
}
