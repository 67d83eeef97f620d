import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { failure, success, type Result } from '../../domain/result.ts';
import type { UpdateFailure } from '../../domain/update.ts';
import type { OldestTls } from '../../wire/tls-policy.ts';

/** After this time without a byte a server has gone. */
const SILENCE_MS = 30_000;

export interface SourceFault {
  readonly reason: Extract<UpdateFailure, `server-${string}`>;
  /** For the journal: what was asked, and what came. */
  readonly told: string;
}

/** Whom the server of the updates must prove itself to: the same trust as the relay. */
export interface SourceTrust {
  readonly caPem: string;
  /** Null when there is no list of revoked certificates. */
  readonly crlPem: string | null;
  readonly oldestTls: OldestTls;
}

/** The operator's server. Redirections are not followed: they could lead to somebody else. */
export class HttpsSource {
  readonly #trust: SourceTrust;

  constructor(trust: SourceTrust) {
    this.#trust = trust;
  }

  /** The beginning of an answer of the right kind; its body is still to be read, or destroyed. */
  async open(url: string, fromByte: number): Promise<Result<IncomingMessage, SourceFault>> {
    const { caPem, crlPem, oldestTls } = this.#trust;
    const options: RequestOptions = {
      ca: caPem,
      ...(crlPem === null ? {} : { crl: crlPem }),
      minVersion: oldestTls,
      rejectUnauthorized: true,
      agent: false,
      timeout: SILENCE_MS,
      headers: fromByte === 0 ? {} : { range: `bytes=${fromByte}-` },
    };
    const { promise, resolve } = Promise.withResolvers<Result<IncomingMessage, SourceFault>>();
    const asked = request(url, options);
    asked.on('timeout', () => asked.destroy(new Error(`no answer for ${SILENCE_MS / 1000} s`)));
    asked.on('error', (error) => {
      resolve(failure(faultOf(url, error)));
    });
    asked.on('response', (answer) => {
      const { statusCode = 0 } = answer;
      if (statusCode === 200 || (statusCode === 206 && fromByte > 0)) {
        resolve(success(answer));
        return;
      }
      answer.destroy();
      resolve(failure({ reason: 'server-refuses', told: `${url}: HTTP ${statusCode}` }));
    });
    asked.end();
    return promise;
  }
}

/** What ends a connection before or while it is used. */
export function faultOf(url: string, error: Error): SourceFault {
  const code = 'code' in error ? String(error.code) : '';
  const isDistrust = /^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_CERT|INVALID_|HOSTNAME_|ERR_SSL)/.test(
    code,
  );
  const told = `${url}: ${error.message}`;
  return { reason: isDistrust ? 'server-not-trusted' : 'server-unreachable', told };
}
