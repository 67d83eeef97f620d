import { join } from 'node:path';
import { Lvgl } from 'lvgl-bindings';
import { FileVault } from '../crypto/file-vault.ts';
import { failure, success, type Result } from '../domain/result.ts';
import { createHandset } from '../handset/create-handset.ts';
import { KeyReader } from '../handset/key-reader.ts';
import type { RunningHandset } from '../handset/running-handset.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { MessageLink } from '../ports/message-link.ts';
import type { MessageStore } from '../ports/message-store.ts';
import type { Random } from '../ports/random.ts';
import { DnsResolver } from '../sip/dns-resolver.ts';
import { createSipMessageLink } from '../sip/sip-message-link.ts';
import { openHandsetStore, type OpenedHandsetStore } from '../store/open-handset-store.ts';
import { createUi, type Ui } from '../ui/create-ui.ts';
import { italian } from '../ui/strings/it.ts';
import { english } from '../ui/strings/english.ts';
import { createStrings } from '../ui/strings/strings.ts';
import { ownTheme } from '../ui/theme.ts';
import { openBoard, type BoardDevices } from './board-devices.ts';
import { deviceInstanceId } from './device-instance.ts';
import type { HandsetConfig } from './handset-config.ts';
import { systemUptime } from './system-uptime.ts';

const REGISTER_EXPIRES_SECONDS = 3_600;
const LANGUAGES = { en: english, it: italian } as const;

export interface HandsetSurroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** For the tests that kill the process between two steps; the ports as they are when not given. */
  readonly wrapMessages?: (messages: MessageStore) => MessageStore;
  readonly wrapLink?: (link: MessageLink) => MessageLink;
}

export interface StartedHandset {
  /** The simulator asked it to stop; never settles on a real board. */
  readonly stopOrdered: Promise<null>;
  stop(): Promise<void>;
}

/** Builds one handset and switches it on; what its owner or technician must mend comes back as one line. */
export async function startHandset(
  config: HandsetConfig,
  surroundings: HandsetSurroundings,
): Promise<Result<StartedHandset, string>> {
  const store = openStore(config, surroundings.random);
  if (!store.ok) return store;
  const devices = await openBoard(config.board, surroundings);
  if (!devices.ok) {
    store.value.close();
    return devices;
  }
  return success(compose(config, surroundings, store.value, devices.value));
}

function openStore(config: HandsetConfig, random: Random): Result<OpenedHandsetStore, string> {
  const key = new FileVault(join(config.dataFolder, 'store.key'), random).storeKey();
  if (!key.ok) return failure(`${key.error.path}: ${key.error.code}: ${key.error.cure}`);
  const store = openHandsetStore({ path: join(config.dataFolder, 'messages.db'), key: key.value });
  key.value.fill(0);
  return store.ok ? store : failure(`${store.error.path}: ${store.error.code}: ${store.error.cure}`);
}

function compose(
  config: HandsetConfig,
  surroundings: HandsetSurroundings,
  store: OpenedHandsetStore,
  devices: BoardDevices,
): StartedHandset {
  const { clock, log } = surroundings;
  if (store.lostChanges !== null) log.error('store.lost-changes');
  for (const contact of config.contacts) {
    if (store.contacts.contact(contact.address) === null) store.contacts.saveContact(contact);
  }
  const handset = buildHandset(config, surroundings, store, devices);
  const lvgl = Lvgl.open({
    onLog: (level, text) => {
      log.warn('lvgl', { level, text });
    },
  });
  const keys = new KeyReader({
    keypad: devices.keypad,
    clock,
    keyMap: config.board.keypad.keyMap,
    debounceMs: config.board.keypad.debounceMs,
  });
  const ui = buildUi(config, { clock, lvgl, devices, handset, keys });
  lvgl.start();
  const stopOrdered = serveSimulator(devices, handset, ui);
  keys.start({
    input: (event) => {
      ui.handle(event);
    },
    stuckKeysChanged: (stuck) => {
      ui.stuckKeysChanged(stuck);
    },
  });
  handset.start();
  const stop = async (): Promise<void> => {
    keys.close();
    ui.close();
    await handset.stop();
    devices.led.close();
    devices.buzzer.close();
    lvgl.close();
    store.close();
  };
  return { stopOrdered, stop };
}

function buildHandset(
  config: HandsetConfig,
  { clock, random, log, wrapMessages, wrapLink }: HandsetSurroundings,
  store: OpenedHandsetStore,
  devices: BoardDevices,
): RunningHandset {
  const link = createSipMessageLink({
    config: {
      account: config.account,
      sipDomain: config.server.domain,
      host: config.server.host,
      port: config.server.port,
      caPem: config.server.caPem,
      instanceId: deviceInstanceId(store.settings, random),
      registerExpiresSeconds: REGISTER_EXPIRES_SECONDS,
      messageFormat: config.messageFormat,
      readReports: config.readReports,
    },
    clock,
    random,
    log,
    resolver: new DnsResolver(clock),
    settings: store.settings,
  });
  return createHandset({
    own: config.account.address,
    readReports: config.readReports,
    clock,
    uptime: systemUptime,
    random,
    link: wrapLink?.(link) ?? link,
    messages: wrapMessages?.(store.messages) ?? store.messages,
    contacts: store.contacts,
    drafts: store.drafts,
    settings: store.settings,
    changesWereLost: store.lostChanges !== null,
    led: devices.led,
    buzzer: devices.buzzer,
    log,
    batteryPercent: () => null,
  });
}

interface UiNeeds {
  readonly clock: Clock;
  readonly lvgl: Lvgl;
  readonly devices: BoardDevices;
  readonly handset: RunningHandset;
  readonly keys: KeyReader;
}

function buildUi(config: HandsetConfig, { clock, lvgl, devices, handset, keys }: UiNeeds): Ui {
  const { keyMap } = config.board.keypad;
  return createUi({
    lvgl,
    display: devices.openDisplay(lvgl),
    handset,
    clock,
    strings: createStrings(LANGUAGES[config.language]),
    timeZone: config.timeZone,
    theme: ownTheme(config.theme),
    textSize: config.textSize,
    board: { hasSoftKeys: keyMap.kind === '12-key', symbols: keyMap.symbols },
    lockAfterMs: config.keypadLockSeconds === 0 ? null : config.keypadLockSeconds * 1000,
    fieldChanged: (textBefore) => {
      keys.fieldChanged(textBefore);
    },
  });
}

/** Tells the simulator how the link stands, and answers it; settles when it orders to stop. */
function serveSimulator({ simulated }: BoardDevices, handset: RunningHandset, ui: Ui): Promise<null> {
  return new Promise((resolve) => {
    if (simulated === null) return;
    let told = '';
    const tell = (): void => {
      const { kind } = handset.state().link;
      if (kind === told) return;
      told = kind;
      simulated.reportLink(kind);
    };
    handset.onEvent((event) => {
      if (event.kind === 'stateChanged') tell();
    });
    simulated.serve({
      screenText: () => ({ lines: ui.visibleText(), focused: ui.focusedItem() }),
      stop: () => {
        resolve(null);
      },
    });
    tell();
  });
}
