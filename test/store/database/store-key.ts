/**
 * The key of every store in these tests. Apart from the other fixtures, so that child processes need no test runner.
 */
export const STORE_KEY = Uint8Array.from({ length: 32 }, (_, index) => index);
