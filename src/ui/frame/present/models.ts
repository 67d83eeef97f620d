import type { StateModel } from '../../phrases/state-model.ts';
import type { ViewModel } from '../../screens/views.ts';
import type { Tone } from '../../theme.ts';

export interface StatusBarModel {
  readonly link: StateModel;
  /** The same in fewer and fewer words, for where the whole does not fit: a state is never cut. */
  readonly linkShorter: readonly string[];
  /** 0 shows nothing. */
  readonly unread: number;
  readonly batteryPercent: number | null;
  readonly clock: string;
}

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
