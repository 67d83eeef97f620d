/** Which reports the sender of a text asks for, and whether the owner lets read reports be sent. */
export interface ReportRequest {
  readonly wantsDeliveryReport: boolean;
  readonly wantsReadReport: boolean;
  /** The owner has opted in to read reports. */
  readonly readReports: boolean;
}

export interface OwedReports {
  readonly owesDeliveryReport: boolean;
  readonly owesReadReport: boolean;
}

/**
 * Which reports the sender of a text gets: only those that it asked for (RFC 5438 §7.1), and "displayed" only when the
 * owner has opted in. This is never called for a received report, so no report is answered by another.
 */
export function owedReportsOf(request: ReportRequest): OwedReports {
  return {
    owesDeliveryReport: request.wantsDeliveryReport,
    owesReadReport: request.wantsReadReport && request.readReports,
  };
}

/**
 * What the store found on arrival of a text: it is new, it is kept already, or another text is kept under the same id.
 */
export type Arrival = 'stored' | 'duplicate' | 'conflict';

export interface ArrivalDecision {
  /** Whether LED, buzzer and banner tell of it: only for a new text, so that a repeated one is silent. */
  readonly alert: boolean;
  /** Whether the message's row looks different now. */
  readonly redraw: boolean;
}

/**
 * What the handset does about an arrival. In all three cases the relay is told that the text is kept, and so does not
 * send it again.
 */
export function afterArrival(arrival: Arrival): ArrivalDecision {
  switch (arrival) {
    case 'stored':
      return { alert: true, redraw: true };
    case 'conflict':
      return { alert: false, redraw: true };
    case 'duplicate':
      return { alert: false, redraw: false };
  }
}
