/** What a received text asks for, and what this handset is willing to tell. */
export interface ReportRequest {
  readonly wantsDeliveryReport: boolean;
  readonly wantsReadReport: boolean;
  /** The owner's opt-in. */
  readonly readReports: boolean;
}

export interface OwedReports {
  readonly owesDeliveryReport: boolean;
  readonly owesReadReport: boolean;
}

/**
 * Which reports the sender of a text is owed: only those that it asked for (RFC 5438 §7.1), and "displayed" only when the
 * owner has opted in. A received report is not a text and is never asked about here, so no report is answered by another.
 */
export function owedReportsOf(request: ReportRequest): OwedReports {
  return {
    owesDeliveryReport: request.wantsDeliveryReport,
    owesReadReport: request.wantsReadReport && request.readReports,
  };
}

/** How a text stands to what is kept already: the store's answer. */
export type Arrival = 'stored' | 'duplicate' | 'conflict';

export interface ArrivalDecision {
  /** LED, buzzer and banner: for a text that was not there before, so that a repeated one is silent. */
  readonly alert: boolean;
  /** The row looks different now. */
  readonly redraw: boolean;
}

/** What follows from an arrival. Each is 'kept' towards the relay: it must not bring any of them again. */
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
