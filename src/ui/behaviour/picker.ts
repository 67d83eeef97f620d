/** Signs to choose from, over a field. */
export interface PickerState {
  readonly kind: 'emoji' | 'symbols';
  readonly focus: number;
}

/** Signs in a row of the picker, on every screen. */
export const PICKER_COLUMNS = 8;
