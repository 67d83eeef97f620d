import type { FrameEvent, FrameHead } from '../../../src/wire/framing/frame.ts';
import { parseNameAddr } from '../../../src/wire/grammar/name-addr.ts';
import type { SipResponse } from '../../../src/wire/grammar/sip-message.ts';
import { FrameReader } from '../../../src/wire/framing/frame-reader.ts';
import type { Frame } from '../../../src/wire/framing/frame.ts';

/** What a head without any fault says of itself. */
export const SOUND: Pick<FrameHead, 'damaged' | 'isUtf8' | 'malformed'> = {
  damaged: [],
  isUtf8: true,
  malformed: null,
};

/** The tag that an answer gave to To. */
export function tagIn({ headers }: SipResponse): string | null | undefined {
  return parseNameAddr(headers.first('To') ?? '')?.parameters.get('tag');
}

/** A message as text, lines joined by CRLF; the body's length is counted unless the headers name one. */
export function wire(lines: readonly string[], body: string | Uint8Array = ''): Buffer {
  const bytes = Buffer.from(body);
  const named = lines.some((line) => /^(?:content-length|l)[ \t]*:/i.test(line));
  const head = [...lines, ...(named ? [] : [`Content-Length: ${bytes.length}`])].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), bytes]);
}

export interface MessageLines {
  readonly startLine?: string;
  readonly via?: string;
  readonly from?: string;
  readonly to?: string;
  readonly callId?: string;
  readonly cseq?: string;
  readonly extra?: readonly string[];
  readonly body?: string | Uint8Array;
}

/** A valid MESSAGE to bob, of which each part can be replaced. */
export function message(parts: MessageLines = {}): Buffer {
  return wire(
    [
      parts.startLine ?? 'MESSAGE sip:bob@example.org SIP/2.0',
      `Via: ${parts.via ?? 'SIP/2.0/TLS relay.example.org:5061;branch=z9hG4bK776asdhds'}`,
      'Max-Forwards: 70',
      `From: ${parts.from ?? '<sip:alice@example.org>;tag=49583'}`,
      `To: ${parts.to ?? '<sip:bob@example.org>'}`,
      `Call-ID: ${parts.callId ?? 'asd88asd77a@1.2.3.4'}`,
      `CSeq: ${parts.cseq ?? '1 MESSAGE'}`,
      ...(parts.extra ?? ['Content-Type: text/plain']),
    ],
    parts.body ?? 'Watson, come here.',
  );
}

/** Everything that a fresh reader makes of some bytes. */
export function readAll(bytes: string | Uint8Array, role: 'client' | 'server' = 'client'): readonly FrameEvent[] {
  return new FrameReader({ role }).push(Buffer.from(bytes));
}

/** The one frame in some bytes. */
export function frameOf(bytes: string | Uint8Array): Frame {
  const [event, ...others] = readAll(bytes);
  if (event?.kind !== 'frame' || others.length > 0) throw new Error(`not one frame: ${JSON.stringify(event)}`);
  return event.frame;
}
