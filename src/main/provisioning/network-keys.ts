import { isIPv4, isIPv6 } from 'node:net';
import * as v from 'valibot';
import { isPassphrase } from '../../domain/network/wifi.ts';
import { flag, host } from '../config/config-file.ts';

const SSID_BYTES = 32;

const ssid = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.check((name) => Buffer.byteLength(name) <= SSID_BYTES, `must have at most ${SSID_BYTES} bytes in UTF-8`),
  // What would end a line of iwd's files, or could not be read on a screen.
  v.check((name) => !/[\0-\x1f\x7f]/.test(name), 'must have no control characters'),
);
const passphrase = v.pipe(
  v.string(),
  v.check(isPassphrase, 'must have 8 to 63 letters, digits and signs of ASCII, as IEEE 802.11 wants it'),
);
const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'must be a country by ISO 3166, as IT'));

const isAddress = (words: string): boolean => isIPv4(words) || isIPv6(words);
const address = v.pipe(v.string(), v.check(isAddress, 'must be an IP address, as 192.0.2.1'));
const addressAndLength = v.pipe(
  v.string(),
  v.check((words) => {
    const [, ip = '', length = ''] = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(words) ?? [];
    return isAddress(ip) && Number(length) >= 1 && Number(length) <= (isIPv4(ip) ? 32 : 128);
  }, 'must be an IP address with the length of its network, as 192.0.2.5/24'),
);

const ethernet = v.strictObject({
  addresses: v.pipe(v.array(addressAndLength), v.minLength(1, 'must name an address'), v.maxLength(8, 'at most 8')),
  gateway: v.optional(address),
  dns: v.optional(v.pipe(v.array(address), v.maxLength(3, 'must have at most 3 addresses')), []),
});

const wifi = v.strictObject({
  ssid,
  /** Without one the network is open. */
  passphrase: v.optional(passphrase),
  hidden: v.optional(flag, false),
});

/** What the handset's system needs beside the handset itself. */
export const systemKeys = {
  network: v.optional(
    v.pipe(
      v.strictObject({
        country: v.optional(country),
        wifi: v.optional(v.pipe(v.array(wifi), v.maxLength(32, 'must have at most 32 networks')), []),
        ethernet: v.optional(ethernet),
      }),
      v.forward(
        v.check(
          ({ country, wifi }) => wifi.length === 0 || country !== undefined,
          'is missing; the law of the country decides the channels of Wi-Fi; for example "IT"',
        ),
        ['country'],
      ),
      v.forward(
        v.check(
          ({ wifi }) => new Set(wifi.map((one) => one.ssid)).size === wifi.length,
          'names a network twice; remove one of both',
        ),
        ['wifi'],
      ),
    ),
  ),
  time: v.optional(
    v.strictObject({
      servers: v.pipe(
        v.array(host),
        v.minLength(1, 'must name a server'),
        v.maxLength(8, 'must have at most 8 servers'),
      ),
      /** Their time is signed (RFC 8915). */
      nts: v.optional(flag, false),
    }),
  ),
};

export const SYSTEM_EXAMPLES = {
  'network.wifi.N.ssid': '"Office"',
  'network.ethernet.addresses': '["192.0.2.5/24"]',
  'time.servers': '["time.example.org"]',
};

export type SystemSettings = v.InferOutput<v.StrictObjectSchema<typeof systemKeys, undefined>>;
export type NetworkSettings = NonNullable<SystemSettings['network']>;
