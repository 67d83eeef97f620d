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

export const OWES_NOTHING: OwedReports = { owesDeliveryReport: false, owesReadReport: false };

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
 * What the store found on arrival of a text: it is new, it is kept already, another text is kept under the same id, or
 * there is no place for it.
 */
export type Arrival = 'stored' | 'duplicate' | 'conflict' | 'dropped';

export interface ArrivalDecision {
  /** Whether LED, buzzer and banner tell of it: only for a new text, so that a repeated one is silent. */
  readonly alert: boolean;
  /** Whether the message's row looks different now. */
  readonly redraw: boolean;
}

/**
 * What the handset does about an arrival. In all cases the relay is told that the text is kept, and so does not send it
 * again. A text in conflict is kept beside the first one, under an id of its own.
 */
export function afterArrival(arrival: Arrival): ArrivalDecision {
  switch (arrival) {
    case 'stored':
      return { alert: true, redraw: true };
    case 'conflict':
      return { alert: false, redraw: true };
    case 'duplicate':
    case 'dropped':
      return { alert: false, redraw: false };
  }
}
