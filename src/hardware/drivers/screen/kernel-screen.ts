import type { Display, Lvgl, Panel } from 'lvgl-bindings';
import { getSystemErrorName } from 'node:util';
import { failure, success, type Result } from '../../../domain/result.ts';
import type { Rotation } from '../../../ports/device/board.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { Timer } from '../../../ports/system/clock.ts';
import { FaultLog } from '../../kernel/fault-log.ts';
import { refusedDevice } from '../../kernel/refusal.ts';
import type { DriverParts } from '../driver.ts';
import { panelRefusal } from './panel-refusal.ts';
import type { ScreenDevice } from './screen-device.ts';

/** How often a screen that went away is looked for. */
export const RETURN_RETRY_MS = 1_000;

interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** A panel that the kernel has under the name in the board's data. */
export interface FoundPanel {
  /** How it is called to a technician. */
  readonly device: string;
  readonly path: string;
  readonly panel: Panel;
}

/** How one kind of panel is found and used. */
export interface PanelKind {
  /** Looks for it anew each time, because numbers change when a driver comes back. */
  find(size: PixelSize): Result<FoundPanel, DeviceFault>;
  /** What the panel can show, where it must be asked before it is opened; null where it need not. */
  sizes(lvgl: Lvgl, found: FoundPanel): readonly PixelSize[] | null;
  /** Called once when the panel shows our picture. Returns how to undo it. */
  opened(lvgl: Lvgl): () => void;
}

/** A panel of the kernel. It may go away and come back while the handset runs: the picture is then shown again. */
export class KernelScreen implements ScreenDevice {
  readonly #kind: PanelKind;
  readonly #rotation: Rotation;
  readonly #parts: DriverParts;
  readonly #faults: FaultLog;
  #retry: Timer | null = null;
  #undo: (() => void) | null = null;

  constructor(kind: PanelKind, rotation: Rotation, parts: DriverParts) {
    this.#kind = kind;
    this.#rotation = rotation;
    this.#parts = parts;
    this.#faults = new FaultLog(parts.log, 'screen');
  }

  openDisplay(lvgl: Lvgl): Result<Display, DeviceFault> {
    const found = this.#kind.find(this.#panelSize);
    if (!found.ok) return found;
    const opened = this.#open(lvgl, found.value);
    if (!opened.ok) return opened;
    const display = opened.value;
    const { width, height } = display.size;
    if (!this.#fits({ width, height })) {
      display.close();
      return failure(this.#unfit(found.value, [{ width, height }]));
    }
    display.setRotation(this.#rotation / 90);
    this.#parts.panel.connect(display, found.value.path);
    this.#undo = this.#kind.opened(lvgl);
    return opened;
  }

  get isThere(): boolean {
    return this.#retry === null;
  }

  close(): void {
    this.#retry?.cancel();
    this.#retry = null;
    this.#undo?.();
    this.#undo = null;
  }

  /** The board's size is what the owner sees; a panel that was built in on its side has the other one. */
  get #panelSize(): PixelSize {
    const { widthPx, heightPx } = this.#parts.screenSize;
    return this.#rotation % 180 === 0 ? { width: widthPx, height: heightPx } : { width: heightPx, height: widthPx };
  }

  #fits({ width, height }: PixelSize): boolean {
    return width === this.#panelSize.width && height === this.#panelSize.height;
  }

  #open(lvgl: Lvgl, found: FoundPanel): Result<Display, DeviceFault> {
    try {
      const sizes = this.#kind.sizes(lvgl, found);
      if (sizes?.length === 0) return failure(notConnected(found));
      if (sizes?.some((size) => this.#fits(size)) === false) return failure(this.#unfit(found, sizes));
      const display: Display = lvgl.openDisplay({
        panel: found.panel,
        theme: 'none',
        onPanelLost: (errno) => {
          this.#lost(display, errno, found.path);
        },
      });
      return success(display);
    } catch (error) {
      return failure(refusedPanel(found, error));
    }
  }

  /** Everything is drawn on meanwhile, for the moment when the panel is back. */
  #lost(display: Display, errno: number, path: string): void {
    this.#faults.failed({ errno: getSystemErrorName(errno), path });
    this.#lookForIt(display);
  }

  #lookForIt(display: Display): void {
    this.#retry = this.#parts.clock.startTimer(RETURN_RETRY_MS, () => {
      this.#retry = null;
      if (this.#isBack(display)) this.#faults.works();
      else this.#lookForIt(display);
    });
  }

  #isBack(display: Display): boolean {
    const found = this.#kind.find(this.#panelSize);
    if (!found.ok) return false;
    try {
      display.attachPanel(found.value.panel);
      return true;
    } catch (error) {
      const { code } = error as Partial<NodeJS.ErrnoException>;
      // Another screen with another size was plugged in, or it is not ready yet.
      if (code === 'LVGL_ARGUMENT' || code === 'LVGL_SYSTEM') return false;
      throw error;
    }
  }

  #unfit({ device }: FoundPanel, sizes: readonly PixelSize[]): DeviceFault {
    const { width, height } = this.#panelSize;
    return {
      code: 'device-unfit',
      device,
      reason: null,
      present: sizes.map((size) => `${size.width} x ${size.height} pixels`),
      cure: `name the screen with ${width} x ${height} pixels in the board's data, or correct size and rotation there`,
    };
  }
}

function notConnected({ device }: FoundPanel): DeviceFault {
  return { code: 'device-gone', device, reason: null, present: null, cure: 'connect the screen to it' };
}

function refusedPanel({ device, path }: FoundPanel, error: unknown): DeviceFault {
  const { errno, words } = panelRefusal(error);
  const cures = { missing: 'look in dmesg for where its driver went', group: 'video' };
  if (errno !== null && errno !== 'ENOTTY') return refusedDevice(device, { errno, path }, cures);
  return { code: 'device-failed', device, reason: words, present: null, cure: 'name a screen that the addon can use' };
}
