import { describe, expect, it } from 'vitest';
import { afterArrival, owedReportsOf } from '../../../src/domain/history/inbox.ts';

describe('which reports a sender is owed', () => {
  it.each([
    [false, false, false, { owesDeliveryReport: false, owesReadReport: false }],
    [true, false, false, { owesDeliveryReport: true, owesReadReport: false }],
    [true, true, false, { owesDeliveryReport: true, owesReadReport: false }],
    [true, true, true, { owesDeliveryReport: true, owesReadReport: true }],
    [false, false, true, { owesDeliveryReport: false, owesReadReport: false }],
  ])(
    'asked for delivery %s, for reading %s, opted in %s',
    (wantsDeliveryReport, wantsReadReport, readReports, owed) => {
      expect(owedReportsOf({ wantsDeliveryReport, wantsReadReport, readReports })).toEqual(owed);
    },
  );
});

describe('what follows from an arrival', () => {
  it('alerts for a new text only', () => {
    expect(afterArrival('stored')).toEqual({ alert: true, redraw: true });
    expect(afterArrival('duplicate')).toEqual({ alert: false, redraw: false });
    expect(afterArrival('conflict')).toEqual({ alert: false, redraw: true });
  });
});
