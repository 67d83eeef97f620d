/** The limits of one message on a stream. They apply to bytes, before anything is parsed. */
export interface FrameLimits {
  /** Bytes of one line without its CRLF, and of one header with its continuation lines. */
  readonly lineBytes: number;
  /** Bytes from the start line to the empty line. */
  readonly headerBlockBytes: number;
  readonly headerCount: number;
  readonly bodyBytes: number;
}

export const FRAME_LIMITS: FrameLimits = {
  lineBytes: 4_096,
  headerBlockBytes: 16_384,
  headerCount: 100,
  bodyBytes: 65_536,
};

/**
 * The longest time from the first byte of a message to its last. When it takes longer (a stalled or hostile sender),
 * the connection is closed.
 */
export const MESSAGE_ARRIVAL_TIMEOUT_MS = 10_000;
