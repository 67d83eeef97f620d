// LVGL in a process of its own, on the devices of fake-kernel.cpp. Does what the test sends, and answers each message.
import { Lvgl, Obj, type Display, type Panel } from '../../../native/src/index.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: number;
}

/** What the test asks for. */
export type PanelOrder =
  | { readonly do: 'open'; readonly panel: Panel; readonly quarterTurns: number }
  | { readonly do: 'attach'; readonly panel: Panel }
  | { readonly do: 'draw'; readonly box: Box }
  /** The last box again. */
  | { readonly do: 'redraw' }
  | { readonly do: 'power'; readonly on: boolean }
  | { readonly do: 'sizes'; readonly card: string }
  | { readonly do: 'console'; readonly path: string; readonly draws: boolean }
  | { readonly do: 'lost' }
  | { readonly do: 'close' };

const lvgl = Lvgl.open({ virtualClock: true });
const lost: number[] = [];
let display: Display | null = null;
let last: Obj | null = null;

function opened(): Display {
  if (display === null) throw new Error('no display is open');
  return display;
}

function obey(order: PanelOrder): unknown {
  switch (order.do) {
    case 'open':
      display = lvgl.openDisplay({ panel: order.panel, theme: 'none', onPanelLost: (errno) => lost.push(errno) });
      display.setRotation(order.quarterTurns);
      display.screen.style({ bgColor: 0, bgOpa: 255 });
      display.refreshNow();
      return display.size;
    case 'attach':
      opened().attachPanel(order.panel);
      return null;
    case 'draw': {
      const { x, y, width: w, height: h, colour } = order.box;
      last = Obj.create(opened().screen, { x, y, w, h, flagScrollable: false, style: { bgOpa: 255, bgColor: colour } });
      opened().refreshNow();
      return null;
    }
    case 'redraw':
      last?.invalidate();
      opened().refreshNow();
      return null;
    case 'power':
      opened().setPower(order.on);
      return null;
    case 'sizes':
      return lvgl.cardSizes(order.card);
    case 'console':
      lvgl.consoleDraws(order.path, order.draws);
      return null;
    case 'lost':
      return lost.splice(0);
    case 'close':
      display?.close();
      display = null;
      lost.length = 0;
      return null;
  }
}

process.on('message', (order: PanelOrder) => {
  try {
    process.send?.({ value: obey(order) });
  } catch (error) {
    const { code, errno, message } = error as NodeJS.ErrnoException;
    process.send?.({ error: { code, errno, message } });
  }
});
