import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is refused. The text is for the client. */
export interface GuardRefusal {
  readonly error: 'foreign-host' | 'foreign-origin';
  readonly message: string;
  readonly cure: string;
}

/**
 * Keeps other web sites out. The page is on 127.0.0.1, and every site in the owner's browser can send requests there. A
 * site's own name that points here (DNS rebinding) shows in Host, and its request shows in Origin or Sec-Fetch-Site.
 * Programs other than browsers send neither of these two.
 */
export function refusalFor(headers: IncomingHttpHeaders, port: number): GuardRefusal | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const host = headers.host?.toLowerCase() ?? '';
  if (!hosts.includes(host)) {
    return {
      error: 'foreign-host',
      message: `the simulator answers only under its own address, not "${host.slice(0, 100)}"`,
      cure: `use http://127.0.0.1:${port}/`,
    };
  }
  const { origin } = headers;
  const foreignOrigin = origin !== undefined && origin.toLowerCase() !== `http://${host}`;
  const fetchSite = headers['sec-fetch-site'];
  const foreignSite = fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none';
  if (!foreignOrigin && !foreignSite) return null;
  return {
    error: 'foreign-origin',
    message: 'another web site may not use the simulator',
    cure: `open http://127.0.0.1:${port}/ itself, or use a program that is not a browser`,
  };
}
