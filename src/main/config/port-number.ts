const HIGHEST = 65_535;

/** A port as it is typed, 0 to 65535; null for what is none. */
export function portNumber(text: string): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= HIGHEST ? Number(text) : null;
}

/** `HOST:PORT` as it is typed, with a port that can be connected to; null for what is none. */
export function hostAndPort(text: string): { readonly host: string; readonly port: number } | null {
  const [, host = '', typed = ''] = /^(.+):(\d+)$/.exec(text) ?? [];
  const port = portNumber(typed);
  return port === null || port === 0 ? null : { host, port };
}
