import type { AlertProfile } from '../domain/alert/alert-profile.ts';
import type { OutgoingMessage } from '../domain/history/message.ts';
import { NO_UPDATE } from '../domain/update.ts';
import { NO_OPERATOR_SETTINGS } from '../domain/settings/settings.ts';
import type { HandsetEvent } from '../ports/handset.ts';
import { AlertSignals } from './alert/alert-signals.ts';
import type { HandsetParts } from './handset-parts.ts';
import { AfterAnswer } from './messages/after-answer.ts';
import { OutboxRows } from './messages/outbox-rows.ts';
import { OutboxRunner, type GivingUpWarning } from './messages/outbox-runner.ts';
import { ReceiveMessage } from './messages/receive-message.ts';
import { ReportSender } from './messages/report-sender.ts';
import { SendMessage } from './messages/send-message.ts';
import { SettingsKeeper } from './settings/settings-keeper.ts';
import { DeviceAgeKeeper } from './upkeep/device-age-keeper.ts';
import { StrangerPace } from './requests/stranger-pace.ts';
import { Eraser } from './upkeep/eraser.ts';
import { SignIns } from './upkeep/sign-ins.ts';
import { StorageRoom } from './upkeep/storage-room.ts';
import { LostChangesNotice } from './upkeep/lost-changes-notice.ts';
import { StoreHealth } from './upkeep/store-health.ts';
import { UpdateNews } from './upkeep/update-news.ts';
import { UnreachableRecorder } from './upkeep/unreachable-recorder.ts';

/** What the use cases tell of while they work. */
export interface UseCaseEvents {
  emit(event: HandsetEvent): void;
  /** The row of a message that was sent looks different now; `isNews`: its status does. */
  outgoingChanged(row: OutgoingMessage, isNews: boolean): void;
  /** The same by a report, before the relay is answered. */
  reported(row: OutgoingMessage): void;
  /** A stretch without the relay began or ended. */
  unreachableRecorded(): void;
  /** Other devices signed in, or the owner has seen that. */
  signInsChanged(isNews: boolean): void;
  updateChanged(): void;
  givingUpSoon(warnings: readonly GivingUpWarning[]): void;
}

/** What has to do with no message in particular. */
interface Upkeep {
  readonly afterAnswer: AfterAnswer;
  readonly health: StoreHealth;
  readonly age: DeviceAgeKeeper;
  readonly settings: SettingsKeeper;
  readonly alerts: AlertSignals;
  readonly unreachable: UnreachableRecorder;
  readonly lostChanges: LostChangesNotice;
  readonly storageRoom: StorageRoom;
  readonly signIns: SignIns;
  readonly update: UpdateNews;
  readonly eraser: Eraser;
  readonly pace: StrangerPace;
}

interface Messaging {
  readonly outbox: OutboxRunner;
  readonly reports: ReportSender;
  readonly sending: SendMessage;
  readonly receiving: ReceiveMessage;
}

export type UseCases = Upkeep & Messaging;

/** Reads the store; nothing begins before the core starts it. */
export function createUseCases(parts: HandsetParts, events: UseCaseEvents): UseCases {
  const upkeep = createUpkeep(parts, events);
  return { ...upkeep, ...createMessaging(parts, upkeep, events) };
}

function createUpkeep(parts: HandsetParts, events: UseCaseEvents): Upkeep {
  const { clock, timeZones, log, messages, settings } = parts;
  const health = new StoreHealth(clock, log);
  const operator = parts.operatorSettings ?? NO_OPERATOR_SETTINGS;
  const live = new SettingsKeeper({ settings, health, operator, timeZones, log });
  const alerts = createAlerts(parts, () => live.value('alertProfile'));
  return {
    health,
    afterAnswer: new AfterAnswer(clock),
    age: new DeviceAgeKeeper(parts, health),
    settings: live,
    alerts,
    signIns: new SignIns({
      ...{ clock, messages, health, alerts, log },
      onChanged: (isNews) => {
        events.signInsChanged(isNews);
      },
    }),
    unreachable: new UnreachableRecorder({
      clock,
      messages,
      settings,
      health,
      onRecorded: () => {
        events.unreachableRecorded();
      },
    }),
    update: new UpdateNews(parts.updates ?? NOBODY_UPDATES, clock, () => {
      events.updateChanged();
    }),
    eraser: new Eraser(clock, messages, health),
    pace: new StrangerPace(clock),
    storageRoom: new StorageRoom(parts.messages, health),
    lostChanges: new LostChangesNotice(clock, settings, health, parts.changesWereLost ?? false),
  };
}

const NOBODY_UPDATES = { state: NO_UPDATE, onChange: () => () => undefined } as const;

/** Right from the first moment on. */
function createAlerts(parts: HandsetParts, profile: () => AlertProfile): AlertSignals {
  const { messages } = parts;
  return new AlertSignals(
    { ...parts, profile },
    {
      unread: messages.unreadCount('known'),
      requests: messages.unreadCount('stranger'),
      notSent: messages.notSentCount(),
      otherDevice: messages.signIns().some(({ unread }) => unread),
      last: messages.lastOutgoing(),
    },
  );
}

function createMessaging(parts: HandsetParts, upkeep: Upkeep, events: UseCaseEvents): Messaging {
  const { random, messages } = parts;
  const { health, age, settings } = upkeep;
  const readReports = (): boolean => settings.value('readReports');
  const onChanged = (row: OutgoingMessage, isNews = true): void => {
    events.outgoingChanged(row, isNews);
  };
  const outbox: OutboxRunner = new OutboxRunner({
    ...parts,
    age,
    rows: new OutboxRows(messages, health, onChanged),
    wantsReadReports: readReports,
    onGivingUpSoon: (warnings) => {
      events.givingUpSoon(warnings);
    },
    onPeerFree: () => {
      reports.pump();
    },
  });
  const reports = new ReportSender({ ...parts, health, outbox, readReports });
  const sending = new SendMessage({ random, messages, health, age, outbox, onChanged });
  const receiving = new ReceiveMessage({
    ...parts,
    ...upkeep,
    reports,
    readReports,
    onlyContacts: () => settings.value('onlyContacts'),
    emit: (event) => {
      events.emit(event);
    },
    onReported: (row) => {
      events.reported(row);
    },
  });
  return { outbox, reports, sending, receiving };
}
