import { columnsFor } from './columns.ts';
import type { DeviceView } from './device/device-view.ts';
import { sidesPx } from './elements.ts';

/** Fits the screens to the window, and gives each handset, with its tools below it, a column and a line. */
export function arrange(main: HTMLElement, devices: readonly DeviceView[], tools: readonly HTMLElement[]): void {
  const room = {
    windowPx: window.innerWidth - sidesPx(main),
    freePx: document.documentElement.clientWidth - sidesPx(main),
    gapPx: parseFloat(getComputedStyle(main).columnGap),
  };
  const widths = devices.map((device) => {
    const leastPx = device.fit(room.freePx);
    const usualPx = parseFloat(getComputedStyle(device.root).getPropertyValue('--usual-width'));
    return { leastPx, usualPx: Math.max(leastPx, Math.min(usualPx, room.windowPx)) };
  });
  const columns = columnsFor(widths, room);
  main.style.setProperty('--columns', String(columns));
  for (const [index, { leastPx }] of widths.entries()) {
    for (const part of [devices[index]?.root, tools[index]]) {
      part?.style.setProperty('--column', String((index % columns) + 1));
      part?.style.setProperty('--line', String(Math.floor(index / columns) + 1));
      part?.style.setProperty('--least-width', `${leastPx}px`);
    }
  }
}
