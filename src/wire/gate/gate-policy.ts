import type { HeaderField } from '../framing/frame.ts';
import type { SipUri } from '../grammar/sip-uri.ts';

/** What one element accepts. The handset and the relay use the same gate with different policies. */
export interface GatePolicy {
  /** An endpoint checks Require; a relay checks Proxy-Require and the hops left. */
  readonly role: 'endpoint' | 'relay';
  /** Methods that are accepted and listed in Allow. Another registered method is answered 405. */
  readonly methods: readonly string[];
  /** Option tags that are understood, lower case. */
  readonly extensions: readonly string[];
  /**
   * The bodies that a MESSAGE may have: lower case `type/subtype`, and the Content-Encodings besides identity. Null:
   * any, since a relay only forwards them.
   */
  readonly content: {
    readonly types: readonly string[];
    readonly encodings: readonly string[];
    /** Whether another type is let through all the same. It is not offered in Accept. */
    readonly tolerates?: (type: string) => boolean;
  } | null;
  /** Whether a Request-URI belongs to this element; if not, the answer is 404. Null: routing decides later. */
  readonly isOwn: ((requestUri: SipUri) => boolean) | null;
}

/** The answer to a request that the gate refused. */
export interface GateRefusal {
  /** 400…505. */
  readonly status: number;
  readonly reason: string;
  /** Headers besides those that every answer copies: Allow, Accept, Unsupported. */
  readonly headers?: readonly HeaderField[];
}
