import type { IconName, StateModel } from '../phrases/state-model.ts';

/** A person or thing in a list: two lines, a picture, a time, a count. */
export interface PersonRowModel {
  readonly key: string;
  readonly initials: string;
  /** Drawn instead of the initials. */
  readonly icon?: IconName;
  readonly name: string;
  readonly preview: StateModel;
  readonly time: string;
  readonly unread: number;
  /** A few quiet words in the place of the number. */
  readonly note?: string;
  readonly starred: boolean;
}

/** The rows around the focus. The view shows as many as fit, with the focused one among them. */
export interface PersonListModel {
  readonly rows: readonly PersonRowModel[];
  /** Index into `rows`; -1 when there are none. */
  readonly focus: number;
  readonly moreAbove: boolean;
  readonly moreBelow: boolean;
  /** Shown instead of rows when there are none. */
  readonly empty: string;
}

export interface MenuItemModel {
  readonly key: string;
  readonly text: string;
  /** At the right: a value, or what Enter does. */
  readonly value: string;
  /** A shorter form, for when the whole value does not fit beside the text. */
  readonly valueShort: string;
  /** The value tells of something new and is not a setting. */
  readonly isNews: boolean;
}
