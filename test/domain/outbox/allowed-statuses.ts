import type { OutgoingEvent } from '../../../src/domain/outbox/transition.ts';

/** By which events a status may give way to which, written down apart from the code that decides it. */
export const ALLOWED: Readonly<Partial<Record<OutgoingEvent['kind'], readonly string[]>>> = {
  waits: ['sending → waiting'],
  accepted: ['sending → enqueued', 'waiting → enqueued'],
  refused: ['sending → failed', 'waiting → failed'],
  cancelled: ['sending → failed', 'waiting → failed'],
  gaveUp: ['sending → failed', 'waiting → failed'],
  resent: ['waiting → sending', 'failed → sending'],
  reported: [
    ...['sending → delivered', 'waiting → delivered', 'enqueued → delivered', 'failed → delivered'],
    ...['sending → read', 'waiting → read', 'enqueued → read', 'failed → read', 'delivered → read'],
    ...['sending → failed', 'waiting → failed', 'enqueued → failed'],
  ],
};
