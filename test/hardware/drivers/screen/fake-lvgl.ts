import type { Display, Lvgl, Panel, Size } from 'lvgl-bindings';

/** The error that the addon throws when a panel cannot be used. */
export function refusedBy(errno: number | null, words = 'refused'): Error {
  return Object.assign(new Error(words), { code: 'LVGL_SYSTEM', ...(errno === null ? {} : { errno: -errno }) });
}

/** LVGL with one panel of the kernel, whose fate the test decides. */
export class FakeLvgl {
  /** All that was asked of panel and console, oldest first. */
  readonly journal: string[] = [];
  /** Thrown by everything that is asked of the panel, while it is not null. */
  refusal: Error | null = null;
  readonly size: Size;
  sizes: readonly Size[];
  #lost: ((errno: number) => void) | undefined;

  constructor(size: Size) {
    this.size = size;
    this.sizes = [size];
  }

  get lvgl(): Lvgl {
    return this as unknown as Lvgl;
  }

  lose(errno: number): void {
    this.#lost?.(-errno);
  }

  cardSizes(path: string): readonly Size[] {
    this.#ask(`sizes ${path}`);
    return this.sizes;
  }

  consoleDraws(path: string, draws: boolean): void {
    this.#ask(`console ${path} ${draws ? 'draws' : 'is quiet'}`);
  }

  openDisplay({ panel, onPanelLost }: { panel: Panel; onPanelLost: (errno: number) => void }): Display {
    this.#ask(`open ${pathOf(panel)}`);
    this.#lost = onPanelLost;
    const display = {
      size: this.size,
      setRotation: (quarterTurns: number) => {
        this.#ask(`turn ${quarterTurns}`);
      },
      setPower: (on: boolean) => {
        this.#ask(on ? 'wake' : 'sleep');
      },
      attachPanel: (again: Panel) => {
        this.#ask(`attach ${pathOf(again)}`);
      },
      close: () => this.journal.push('close'),
    };
    return display as unknown as Display;
  }

  #ask(what: string): void {
    this.journal.push(what);
    if (this.refusal !== null) throw this.refusal;
  }
}

function pathOf(panel: Panel): string {
  if ('framebuffer' in panel) return panel.framebuffer;
  return `${panel.card} of ${panel.size?.width ?? 0} x ${panel.size?.height ?? 0}`;
}
