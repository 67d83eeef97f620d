import type { SrvRecord } from '../../ports/network/resolver.ts';

const MAX_NAME_CHARACTERS = 253;
const NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?$/i;

/**
 * Whether a name that a name server gave us may be looked up. It must consist of labels of letters, digits, hyphen and
 * underscore, so that no other reader can take it for more than a name.
 */
export function isServiceName(name: string): boolean {
  return name.length <= MAX_NAME_CHARACTERS + 1 && NAME.test(name);
}

/** Whether an SRV record names a place at all. Port 0 is no place. */
export function isUsableTarget({ target, port }: SrvRecord): boolean {
  return isServiceName(target) && port > 0 && port <= 65_535;
}
