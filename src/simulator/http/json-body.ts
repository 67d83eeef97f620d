import type { IncomingMessage } from 'node:http';
import { failure, success, type Result } from '../../domain/result.ts';
import { fault, type ApiAnswer } from './api-answer.ts';

/** Enough for a thousand characters of any script, and their JSON. */
const MOST_BODY_BYTES = 16 * 1024;
/** A client that sends a little too much gets an answer; one that goes on beyond this is cut off. */
const MOST_DISCARDED_BYTES = 1024 * 1024;

/**
 * Reads a POST's JSON. The media type is required because another web site cannot send it without the browser first
 * asking this server (CORS).
 */
export async function readJsonBody(request: IncomingMessage): Promise<Result<unknown, ApiAnswer>> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return failure(fault(415, 'wrong-type', 'the Content-Type is not JSON', 'send "Content-Type: application/json"'));
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MOST_BODY_BYTES) chunks.push(chunk);
    else if (bytes > MOST_DISCARDED_BYTES) break;
  }
  if (bytes > MOST_BODY_BYTES) {
    return failure(fault(413, 'too-long', `the body has more than ${MOST_BODY_BYTES} bytes`, 'send less at a time'));
  }
  try {
    return success(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    return failure(fault(400, 'bad-json', 'the body is not valid JSON', 'look for a missing quote or bracket'));
  }
}
