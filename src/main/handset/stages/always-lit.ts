import type { ScreenLight } from '../../../ports/device/screen-light.ts';

/** The light of a screen that nothing switches off. */
export const ALWAYS_LIT: ScreenLight = { isLit: true, onChange: () => () => undefined };
