import type { Area } from './screen-golden.ts';

/** Where the handset's own board shows what changes from run to run, px of a screen of 320 x 240. */
export const CLOCK_AND_DATE: Area = { x: 60, y: 40, width: 200, height: 84 };
export const CLOCK_IN_STATUS_BAR: Area = { x: 270, y: 0, width: 50, height: 18 };
export const TIME_OF_LAST_BUBBLE: Area = { x: 60, y: 184, width: 42, height: 20 };
/** On Home, while its first row is the news. */
export const CLOCK_AND_DATE_ABOVE_NEWS: Area = { x: 60, y: 20, width: 200, height: 84 };
export const TIME_OF_NEWS: Area = { x: 276, y: 132, width: 44, height: 16 };
