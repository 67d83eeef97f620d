import type { KeyName } from '../../domain/keys/key-map.ts';
import type { LinkState } from '../../domain/link-state.ts';
import type { BuzzerPattern, LedPattern } from '../../domain/alert/signals.ts';
import type { RelayFacts } from './relay-view.ts';

/** A key as the page draws it. */
export interface PageKey {
  readonly key: KeyName;
  readonly label: string;
  /** What Alt (on twelve keys: holding) types; '' when there is nothing worth printing. */
  readonly alt: string;
  readonly widthUnits: number;
}

export interface PageHandset {
  readonly name: string;
  readonly title: string;
  readonly address: string;
  readonly boardName: string;
  readonly kind: 'qwerty' | '12-key';
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rows: readonly { readonly stretched: boolean; readonly keys: readonly PageKey[] }[];
}

/**
 * From the server to the page, as JSON. `index` is a handset's place in 'welcome'. Pixels come as binary messages, see
 * `SCREEN_HEADER_BYTES`.
 */
export type ToPage =
  | { readonly kind: 'welcome'; readonly handsets: readonly PageHandset[] }
  | { readonly kind: 'relay'; readonly facts: RelayFacts }
  | { readonly kind: 'power'; readonly index: number; readonly power: 'on' | 'off' | 'crashed' }
  | { readonly kind: 'link'; readonly index: number; readonly state: LinkState['kind'] }
  | { readonly kind: 'cable'; readonly index: number; readonly plugged: boolean }
  | { readonly kind: 'led'; readonly index: number; readonly pattern: LedPattern }
  /** 0 for a dark screen. */
  | { readonly kind: 'backlight'; readonly index: number; readonly percent: number }
  | { readonly kind: 'buzzer'; readonly index: number; readonly pattern: BuzzerPattern }
  | { readonly kind: 'keys'; readonly index: number; readonly pressed: readonly KeyName[] }
  /** Something that the user asked for could not be done. */
  | { readonly kind: 'fault'; readonly message: string };

/** The longest text that the page may ask to be typed at once, in UTF-16 units. */
export const MOST_TYPED_UNITS = 500;

/** From the page to the server, as JSON. */
export type FromPage =
  | { readonly kind: 'press' | 'release'; readonly index: number; readonly key: KeyName }
  /** What the computer's keyboard has, and what this keypad needs several keys for; or what was pasted. */
  | { readonly kind: 'type'; readonly index: number; readonly text: string }
  | { readonly kind: 'power'; readonly index: number; readonly on: boolean }
  | { readonly kind: 'cable'; readonly index: number; readonly plugged: boolean };

/**
 * Bytes before the pixels of a binary message: handset's index, x, y, width, height as 16-bit little endian. RGB565
 * little endian follows.
 */
export const SCREEN_HEADER_BYTES = 10;
