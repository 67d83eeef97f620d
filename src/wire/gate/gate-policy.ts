import type { HeaderField } from '../framing/frame.ts';
import type { SipUri } from '../grammar/sip-uri.ts';

/** What one element takes. The handset and the relay put the same gate up with different policies. */
export interface GatePolicy {
  /** An endpoint looks at Require, a relay at Proxy-Require and at the hops left. */
  readonly role: 'endpoint' | 'relay';
  /** Taken and listed in Allow; another registered method is 405. */
  readonly methods: readonly string[];
  /** Option tags understood, lower case. */
  readonly extensions: readonly string[];
  /** Bodies of a MESSAGE, lower case `type/subtype`, and the Content-Encodings besides identity; null: any, as a relay forwards it. */
  readonly content: { readonly types: readonly string[]; readonly encodings: readonly string[] } | null;
  /** Whether a Request-URI is this element's own (else 404); null: routing decides later. */
  readonly isOwn: ((requestUri: SipUri) => boolean) | null;
}

/** The answer to a request that did not pass. */
export interface GateRefusal {
  /** 400…505. */
  readonly status: number;
  readonly reason: string;
  /** Besides those that every answer copies: Allow, Accept, Unsupported. */
  readonly headers?: readonly HeaderField[];
}
