import * as v from 'valibot';
import { WebSocket, type RawData } from 'ws';
import { KEY_NAMES, type KeyName } from '../../domain/keys/key-map.ts';
import type { PixelRectangle } from '../../ports/device/screen.ts';
import { describeForPage } from './page-handset.ts';
import { MOST_TYPED_UNITS, SCREEN_HEADER_BYTES, type FromPage, type ToPage } from '../wire/page-protocol.ts';
import type { HandsetChange, SimulatedHandset } from '../bench/simulated-handset.ts';

/**
 * A page with more unsent bytes than this reads more slowly than the screens change. It then gets whole pictures, at
 * its own pace.
 */
const MOST_UNSENT_BYTES = 512 * 1024;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const fromPage = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['press', 'release']), index, key: v.picklist(KEY_NAMES) }),
  v.strictObject({
    kind: v.literal('type'),
    index,
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(MOST_TYPED_UNITS)),
  }),
  v.strictObject({ kind: v.literal('power'), index, on: v.boolean() }),
  v.strictObject({ kind: v.literal('cable'), index, plugged: v.boolean() }),
]);

/** One page that is open in a browser. It is sent what the handsets do, and sends what its user does. */
export class PageConnection {
  readonly #socket: WebSocket;
  readonly #handsets: readonly SimulatedHandset[];
  readonly #unsubscribe: readonly (() => void)[];
  /** The keys that this page holds down. They are released when the page goes away. */
  readonly #held = new Map<SimulatedHandset, Set<KeyName>>();
  readonly #missedScreens = new Set<SimulatedHandset>();

  constructor(socket: WebSocket, handsets: readonly SimulatedHandset[]) {
    this.#socket = socket;
    this.#handsets = handsets;
    this.#send({ kind: 'welcome', handsets: handsets.map(describeForPage) });
    for (const handset of handsets) this.#sendAll(handset);
    this.#unsubscribe = handsets.map((handset, at) =>
      handset.onChange((change) => {
        this.#sendChange(handset, at, change);
      }),
    );
    socket.on('message', (data, isBinary) => {
      this.#receive(data, isBinary);
    });
    socket.on('close', () => {
      this.#closed();
    });
    // The message was too large or not UTF-8. `ws` closes with the right code, and 'close' follows.
    socket.on('error', () => undefined);
  }

  send(message: ToPage): void {
    this.#send(message);
  }

  #sendAll(handset: SimulatedHandset): void {
    const at = this.#handsets.indexOf(handset);
    this.#send({ kind: 'power', index: at, power: handset.power });
    this.#send({ kind: 'link', index: at, state: handset.mirror.link });
    this.#send({ kind: 'cable', index: at, plugged: handset.plugged });
    this.#send({ kind: 'led', index: at, pattern: handset.mirror.ledPattern });
    this.#send({ kind: 'backlight', index: at, percent: handset.mirror.backlightPercent });
    this.#send({ kind: 'keys', index: at, pressed: handset.switches.pressed });
    this.#sendScreen(handset);
  }

  #sendChange(handset: SimulatedHandset, at: number, change: HandsetChange): void {
    switch (change.kind) {
      case 'screen':
        if (this.#socket.bufferedAmount > MOST_UNSENT_BYTES) this.#missedScreens.add(handset);
        else if (!this.#missedScreens.has(handset)) this.#sendPixels(at, change.rectangle);
        return;
      case 'buzzer':
        this.#send({ kind: 'buzzer', index: at, pattern: change.sound.pattern });
        return;
      case 'led':
      case 'backlight':
      case 'link':
      case 'power':
      case 'cable':
      case 'keys':
        this.#send({ ...change, index: at });
        return;
    }
  }

  #sendScreen(handset: SimulatedHandset): void {
    const { widthPx, heightPx, pixels } = handset.mirror;
    this.#sendPixels(this.#handsets.indexOf(handset), { x: 0, y: 0, width: widthPx, height: heightPx, pixels });
  }

  #sendPixels(at: number, { x, y, width, height, pixels }: PixelRectangle): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const message = new Uint8Array(SCREEN_HEADER_BYTES + pixels.length);
    const header = new DataView(message.buffer);
    [at, x, y, width, height].forEach((value, place) => {
      header.setUint16(place * 2, value, true);
    });
    message.set(pixels, SCREEN_HEADER_BYTES);
    this.#socket.send(message, { binary: true }, () => {
      this.#catchUp();
    });
  }

  /** Sends whole pictures in place of what was left out while the page was slow. */
  #catchUp(): void {
    if (this.#socket.bufferedAmount > MOST_UNSENT_BYTES) return;
    for (const handset of [...this.#missedScreens]) {
      this.#missedScreens.delete(handset);
      this.#sendScreen(handset);
    }
  }

  #send(message: ToPage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #receive(data: RawData, isBinary: boolean): void {
    const message = isBinary ? null : parse(data);
    const handset = message === null ? undefined : this.#handsets[message.index];
    if (message === null || handset === undefined) {
      // 1008, policy violation (RFC 6455 §7.4.1): our own page never sends anything else.
      this.#socket.close(1008, 'not a message of the page');
      return;
    }
    this.#carryOut(handset, message);
  }

  #carryOut(handset: SimulatedHandset, message: FromPage): void {
    switch (message.kind) {
      case 'press':
      case 'release':
        this.#moveKey(handset, message.kind, message.key);
        return;
      case 'type':
        void this.#type(handset, message.text);
        return;
      case 'power':
        if (message.on) void handset.powerOn();
        else void handset.powerOff();
        return;
      case 'cable':
        handset.setCable(message.plugged).catch((error: unknown) => {
          this.#send({ kind: 'fault', message: `the cable could not be plugged in: ${String(error)}` });
        });
        return;
    }
  }

  #moveKey(handset: SimulatedHandset, move: 'press' | 'release', key: KeyName): void {
    if (handset.power !== 'on' || !handset.switches.has(key)) return;
    const held = this.#held.get(handset) ?? new Set();
    this.#held.set(handset, held);
    if (move === 'press') held.add(key);
    else held.delete(key);
    handset.typist.afterTyping(() => {
      handset.switches[move](key);
    });
  }

  async #type(handset: SimulatedHandset, text: string): Promise<void> {
    if (handset.power !== 'on') return;
    const typed = await handset.typist.type(text);
    if (!typed.ok) this.#send({ kind: 'fault', message: typed.error });
  }

  #closed(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    for (const [handset, keys] of this.#held) {
      handset.typist.afterTyping(() => {
        for (const key of keys) handset.switches.release(key);
      });
    }
  }
}

function parse(data: RawData): FromPage | null {
  try {
    // Text messages come as one Buffer: `ws` joins fragments.
    const parsed = v.safeParse(fromPage, JSON.parse((data as Buffer).toString('utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
