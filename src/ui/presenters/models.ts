import type { StateModel } from '../phrases/state-model.ts';
import type { Tone } from '../theme.ts';

export interface StatusBarModel {
  readonly link: StateModel;
  /** The same in fewer and fewer words, for where the whole does not fit: a state is never cut. */
  readonly linkShorter: readonly string[];
  /** 0 shows nothing. */
  readonly unread: number;
  readonly batteryPercent: number | null;
  readonly clock: string;
}

/** A person or thing in a list: two lines, a picture, a time, a count. */
export interface PersonRowModel {
  readonly key: string;
  readonly initials: string;
  readonly name: string;
  readonly preview: StateModel;
  readonly time: string;
  readonly unread: number;
  readonly starred: boolean;
}

/** The rows around the focus; the view shows as many as fit, with the focused one among them. */
export interface PersonListModel {
  readonly rows: readonly PersonRowModel[];
  /** Index into `rows`; -1 when there are none. */
  readonly focus: number;
  readonly moreAbove: boolean;
  readonly moreBelow: boolean;
  /** Said instead of rows when there are none. */
  readonly empty: string;
}

export interface MenuItemModel {
  readonly key: string;
  readonly text: string;
  /** At the right: a value or what Enter does. */
  readonly value: string;
  /** The value where the whole does not fit beside the text. */
  readonly valueShort: string;
  /** The value is news, not a setting. */
  readonly isNews: boolean;
}

export interface HomeModel {
  readonly kind: 'home';
  readonly clock: string;
  readonly date: string;
  readonly own: string;
  readonly items: readonly MenuItemModel[];
  readonly focus: number;
}

export interface LockModel {
  readonly kind: 'lock';
  readonly clock: string;
  readonly date: string;
  /** '' for nothing new. */
  readonly news: string;
  /** A message is about to be given up; '' for none. */
  readonly warning: string;
  readonly hint: string;
  /** The first of the keys that unlock was pressed. */
  readonly underWay: boolean;
}

export interface HistoryModel {
  readonly kind: 'history';
  readonly title: string;
  readonly filter: string;
  readonly hint: string;
  readonly list: PersonListModel;
}

export interface ContactsModel {
  readonly kind: 'contacts';
  readonly tabs: readonly { readonly text: string; readonly current: boolean }[];
  readonly filter: string;
  readonly list: PersonListModel;
}

export interface ContactDetailsModel {
  readonly kind: 'contact';
  readonly initials: string;
  readonly name: string;
  readonly address: string;
  readonly items: readonly MenuItemModel[];
  readonly focus: number;
}

export interface BubbleRowModel {
  readonly kind: 'bubble';
  readonly key: string;
  readonly side: 'incoming' | 'outgoing';
  readonly text: string;
  /** The text is not the peer's but ours: blanked. */
  readonly replaced: boolean;
  readonly time: string;
  readonly state: StateModel | null;
}

export interface LineRowModel {
  readonly kind: 'line';
  readonly key: string;
  readonly text: string;
}

export type ThreadRowModel = BubbleRowModel | LineRowModel;

export interface ComposerModel {
  readonly text: string;
  /** In Unicode code points from the start, as LVGL counts. */
  readonly cursor: number;
  readonly focused: boolean;
  readonly placeholder: string;
  readonly counter: string;
  readonly counterTone: Tone;
  /** The input method's mode; '' where there is none to show. */
  readonly mode: string;
}

export interface ThreadModel {
  readonly kind: 'thread';
  readonly peer: string;
  readonly initials: string;
  readonly name: string;
  readonly empty: string;
  readonly rows: readonly ThreadRowModel[];
  /** Key of the focused row, null when the field has the focus. */
  readonly focusKey: string | null;
  /** Which edge of a row taller than the screen is at its edge, and how far from there it was scrolled. */
  readonly anchor: 'top' | 'bottom';
  readonly scrollPx: number;
  /** Newer rows lie below, not loaded. */
  readonly moreBelow: boolean;
  /** Why the last Enter did nothing. */
  readonly notice: string;
  readonly composer: ComposerModel;
}

export interface StepModel {
  readonly time: string;
  readonly text: string;
}

export interface MessageDetailsModel {
  readonly kind: 'details';
  readonly title: string;
  readonly state: StateModel;
  readonly aside: string;
  readonly next: string;
  readonly steps: readonly StepModel[];
  readonly scrollPx: number;
}

export type ViewModel =
  LockModel | HomeModel | HistoryModel | ContactsModel | ContactDetailsModel | ThreadModel | MessageDetailsModel;

export interface BannerModel {
  readonly initials: string;
  readonly title: string;
  readonly text: string;
  readonly hint: string;
  readonly tone: Tone;
}

export interface PickerModel {
  readonly title: string;
  readonly cells: readonly string[];
  readonly focus: number;
}

export interface SoftKeysModel {
  readonly left: string;
  readonly middle: string;
  readonly right: string;
}

/** All that one frame shows. */
export interface ScreenModel {
  readonly statusBar: StatusBarModel;
  /** A standing warning under the status bar; '' for none. */
  readonly notice: string;
  readonly view: ViewModel;
  readonly banner: BannerModel | null;
  readonly picker: PickerModel | null;
  /** Null on boards without soft keys. */
  readonly softKeys: SoftKeysModel | null;
}
