import { failure, success, type Result } from '../../domain/result.ts';
import type { HeaderField } from '../framing/frame.ts';
import { headerKey } from '../framing/header-names.ts';
import { TOKEN } from '../grammar/scanner.ts';

/**
 * A text that would have changed the message's structure. `where` is the header's name or the part of the start line.
 */
export interface EncodeFailure {
  readonly code: 'control-character' | 'bad-name' | 'bad-start-line';
  readonly where: string;
}

export interface RequestParts {
  readonly method: string;
  readonly requestUri: string;
  readonly headers: readonly HeaderField[];
}

export interface ResponseParts {
  /** 100…699. */
  readonly statusCode: number;
  readonly reason: string;
  readonly headers: readonly HeaderField[];
}

const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
const REQUEST_URI = /^[^\s<>"]+$/;

/** The one encoder of everything that goes out. It writes Content-Length itself; one among the headers is dropped. */
export function encodeRequest(request: RequestParts, body: Uint8Array): Result<Buffer, EncodeFailure> {
  return withBody(encodeRequestHead(request, body.length), body);
}

/** As `encodeRequest`, but writes only start line and headers, for a body that is sent separately. */
export function encodeRequestHead(request: RequestParts, bodyBytes: number): Result<string, EncodeFailure> {
  if (!TOKEN.test(request.method)) return failure({ code: 'bad-start-line', where: 'method' });
  if (!REQUEST_URI.test(request.requestUri) || CONTROL.test(request.requestUri)) {
    return failure({ code: 'bad-start-line', where: 'request-uri' });
  }
  return encodeHead(`${request.method} ${request.requestUri} SIP/2.0`, request.headers, bodyBytes);
}

/** A whole response. None of ours has a body. */
export function encodeResponse(response: ResponseParts): Result<string, EncodeFailure> {
  const { statusCode, reason } = response;
  if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 699 || CONTROL.test(reason)) {
    return failure({ code: 'bad-start-line', where: 'status' });
  }
  return encodeHead(`SIP/2.0 ${statusCode} ${reason}`, response.headers, 0);
}

function encodeHead(
  startLine: string,
  headers: readonly HeaderField[],
  bodyBytes: number,
): Result<string, EncodeFailure> {
  let head = `${startLine}\r\n`;
  for (const { name, value } of headers) {
    if (!TOKEN.test(name)) return failure({ code: 'bad-name', where: name });
    if (CONTROL.test(value)) return failure({ code: 'control-character', where: name });
    if (headerKey(name) !== 'content-length') head += `${name}: ${value}\r\n`;
  }
  return success(`${head}Content-Length: ${bodyBytes}\r\n\r\n`);
}

function withBody(head: Result<string, EncodeFailure>, body: Uint8Array): Result<Buffer, EncodeFailure> {
  if (!head.ok) return head;
  return success(Buffer.concat([Buffer.from(head.value, 'utf8'), body]));
}
