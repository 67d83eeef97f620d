import { success } from '../../domain/result.ts';
import { epochMs } from '../../domain/time.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { HandsetEvent, HandsetHistory } from '../../ports/handset.ts';
import type { MessageStore } from '../../ports/store/message-store.ts';
import type { AlertSignals } from '../alert/alert-signals.ts';
import type { ReportSender } from '../messages/report-sender.ts';
import type { SignIns } from '../upkeep/sign-ins.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';

interface HistoryDoorParts {
  readonly clock: Clock;
  readonly messages: MessageStore;
  readonly health: StoreHealth;
  readonly alerts: AlertSignals;
  readonly reports: ReportSender;
  readonly signIns: SignIns;
  readonly emit: (event: HandsetEvent) => void;
}

/**
 * The part of the screen's door for what happened. Marking events as read also updates the LED and
 * the unread count, and sends read reports.
 */
export function createHistoryDoor(parts: HistoryDoorParts): HandsetHistory {
  const { clock, messages, health, alerts, reports, signIns, emit } = parts;
  return {
    threads: (query) => health.read(() => messages.threads(query), []),
    events: (peer, query) => health.read(() => messages.events(peer, query), []),
    event: (sequence) => health.read(() => messages.find(sequence), null),
    steps: (sequence) => health.read(() => messages.steps(sequence), []),
    newestUnread: () => health.read(() => messages.newestUnread(), null),
    signIns: () => signIns.all(),
    signInsSeen: (through) => signIns.seen(through),
    unsent: () => health.read(() => messages.unsent(), []),
    unread: (peer, after) => health.read(() => messages.unread(peer, after), { count: 0, first: null }),
    markRead: (peer, through, from) => {
      const marked = health.check(messages.markRead(peer, through, epochMs(clock.wallMs()), from));
      if (!marked.ok) return marked;
      if (marked.value > 0) {
        const unread = health.read(() => messages.unreadCount('known'), alerts.unread);
        alerts.setSeen(
          unread,
          health.read(() => messages.notSentCount(), alerts.notSent),
        );
        alerts.setRequests(health.read(() => messages.unreadCount('stranger'), 0));
        reports.reload();
        emit({ kind: 'stateChanged' });
      }
      return success(undefined);
    },
  };
}
