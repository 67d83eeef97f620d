import type { Choice } from '../../behaviour/sheet.ts';
import type { BatteryState } from '../../../domain/power/battery.ts';
import type { IconName, StateModel } from '../../phrases/state-model.ts';
import type { ViewModel } from '../../screens/views.ts';
import type { Tone } from '../../style/theme.ts';

export interface StatusBarModel {
  readonly link: StateModel;
  /** Shorter and shorter forms of the same, for when the whole does not fit: a state is never cut off. */
  readonly linkShorter: readonly string[];
  /** Number of unread messages; nothing is shown for 0. */
  readonly unread: number;
  /** Number of messages that were not sent; nothing is shown for 0. */
  readonly notSent: number;
  /** Null on a board without a battery. */
  readonly battery: BatteryState | null;
  readonly clock: string;
}

/** One line about what came by itself. News pass by; a warning stays, and wraps. */
export interface BannerModel {
  readonly icon: IconName;
  /** Who it is about, or what. */
  readonly title: string;
  readonly text: string;
  /** By which keys the menu acts on it. */
  readonly hint: string;
  readonly tone: Extract<Tone, 'text' | 'warn'>;
}

export interface PickerModel {
  readonly title: string;
  readonly cells: readonly string[];
  readonly focus: number;
}

/** A menu or a question over the view. */
export interface SheetModel {
  /** The title of a question; '' for a menu. */
  readonly title: string;
  /** Whose name the title holds; '' when none. It is shortened where the title has no room. */
  readonly name: string;
  /** On what a menu acts, or what follows from an answer. */
  readonly text: string;
  readonly rows: readonly { readonly key: Choice; readonly text: string; readonly shortCut: string }[];
  readonly focus: number;
}

export interface SoftKeysModel {
  readonly left: string;
  readonly middle: string;
  readonly right: string;
}

/** Everything that one frame shows. */
export interface ScreenModel {
  readonly statusBar: StatusBarModel;
  /** A lasting warning under the status bar; '' for none. */
  readonly notice: string;
  readonly noticeTone: Extract<Tone, 'error' | 'warn'>;
  readonly view: ViewModel;
  readonly banner: BannerModel | null;
  readonly picker: PickerModel | null;
  readonly sheet: SheetModel | null;
  /** Null on boards without soft keys. */
  readonly softKeys: SoftKeysModel | null;
}
