/** Signs to choose from, shown over a field. */
export interface PickerState {
  readonly kind: 'emoji' | 'symbols';
  readonly focus: number;
}

/** Signs in one row of the picker, the same on every screen. */
export const PICKER_COLUMNS = 8;
