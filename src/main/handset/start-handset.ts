import { Lvgl, type Display } from 'lvgl-bindings';
import { keyMapIn } from '../../../board/boards.ts';
import { createInputMethod } from '../../domain/input/create-input-method.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { createHandset } from '../../handset/create-handset.ts';
import { KeyReader } from '../../handset/keys/key-reader.ts';
import type { RunningHandset } from '../../handset/running-handset.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { MessageLink } from '../../ports/message-link.ts';
import type { MessageStore } from '../../ports/message-store.ts';
import type { Random } from '../../ports/random.ts';
import { StoreUnavailable } from '../../ports/store-unavailable.ts';
import { DnsResolver } from '../../sip/location/dns-resolver.ts';
import { createSipMessageLink } from '../../sip/sip-message-link.ts';
import type { OpenedHandsetStore } from '../../store/handset/open-handset-store.ts';
import { createUi, type Ui } from '../../ui/create-ui.ts';
import { openBoard, type BoardDevices } from './board-devices.ts';
import { deviceInstanceId } from '../machine/device-instance.ts';
import type { HandsetConfig } from '../config/handset-config.ts';
import { openStorage, unreadableStorage, type StorageFailure } from './open-storage.ts';
import { systemDevices } from './system-devices.ts';
import { tellStorageFault } from './storage-fault.ts';
import { systemUptime } from '../machine/system-uptime.ts';

const REGISTER_EXPIRES_SECONDS = 3_600;

export interface HandsetSurroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Somebody wants the process to end. */
  readonly stopAsked: Promise<null>;
  /** For the tests that kill the process between two steps; the ports as they are when not given. */
  readonly wrapMessages?: (messages: MessageStore) => MessageStore;
  readonly wrapLink?: (link: MessageLink) => MessageLink;
}

export interface StartedHandset {
  /** The simulator asked it to stop; never settles on a real board. */
  readonly stopOrdered: Promise<null>;
  stop(): Promise<void>;
}

/**
 * Builds one handset and switches it on; what its technician must mend comes back as one line. While its storage cannot be used the screen
 * says so, and it is tried again; null when somebody wanted the process to end meanwhile.
 */
export async function startHandset(
  config: HandsetConfig,
  surroundings: HandsetSurroundings,
): Promise<Result<StartedHandset | null, string>> {
  const devices = await openBoard(config.board, { ...surroundings, ...systemDevices() });
  if (!devices.ok) return devices;
  for (;;) {
    const started = startOnStorage(config, surroundings, devices.value);
    if (started.ok) return started.value;
    const { fault, code, path, cure } = started.error;
    if (fault === null) return failure(`${path}: ${code}: ${cure}`);
    surroundings.log.error('store.unusable', { code, path, cure });
    if ((await tellStorageFault(config, surroundings, devices.value, { fault, code })) === 'try again') continue;
    devices.value.led.close();
    devices.value.buzzer.close();
    return success(null);
  }
}

function startOnStorage(
  config: HandsetConfig,
  surroundings: HandsetSurroundings,
  devices: BoardDevices,
): Result<Result<StartedHandset, string>, StorageFailure> {
  const store = openStorage(config.dataFolder, surroundings.random);
  if (!store.ok) return store;
  try {
    return success(compose(config, surroundings, store.value, devices));
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    store.value.close();
    return failure(unreadableStorage(config.dataFolder, error));
  }
}

function compose(
  config: HandsetConfig,
  surroundings: HandsetSurroundings,
  store: OpenedHandsetStore,
  devices: BoardDevices,
): Result<StartedHandset, string> {
  const { clock, log } = surroundings;
  if (store.lostChanges !== null) log.error('store.lost-changes');
  for (const contact of config.contacts) {
    if (store.contacts.contact(contact.address) !== null) continue;
    const saved = store.contacts.saveContact(contact);
    if (!saved.ok) log.error('store.contact-refused', { failure: saved.error });
  }
  const handset = buildHandset(config, surroundings, store, devices);
  const lvgl = Lvgl.open({
    onLog: (level, text) => {
      log.warn('lvgl', { level, text });
    },
  });
  const display = devices.openDisplay(lvgl);
  if (!display.ok) {
    lvgl.close();
    store.close();
    for (const device of [devices.keypad, devices.led, devices.buzzer]) device.close();
    return display;
  }
  const keys = new KeyReader({
    keypad: devices.keypad,
    clock,
    keyMap: config.board.keypad.keyMap,
    debounceMs: config.board.keypad.debounceMs,
  });
  const ui = buildUi(config, { clock, lvgl, display: display.value, handset });
  lvgl.start();
  const stopOrdered = serveSimulator(devices, handset, ui);
  keys.start({
    key: (event) => {
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
  return success({ stopOrdered, stop });
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
    },
    clock,
    random,
    log,
    resolver: new DnsResolver(clock),
    settings: store.settings,
  });
  return createHandset({
    own: config.account.address,
    operatorSettings: config.settings,
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
  readonly display: Display;
  readonly handset: RunningHandset;
}

function buildUi(config: HandsetConfig, { clock, lvgl, display, handset }: UiNeeds): Ui {
  const { keyMap } = config.board.keypad;
  return createUi({
    lvgl,
    display,
    handset,
    clock,
    board: {
      hasSoftKeys: keyMap.kind === '12-key',
      keysIn: (language) => {
        const spoken = keyMapIn(language, keyMap);
        if (!spoken.ok) throw new Error(spoken.error);
        return { inputMethod: createInputMethod(spoken.value), symbols: spoken.value.symbols };
      },
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
