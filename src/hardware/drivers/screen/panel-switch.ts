import type { Display } from 'lvgl-bindings';
import { failure, success, type Result } from '../../../domain/result.ts';
import { DONE, type SystemFault } from '../../kernel/system-fault.ts';
import { panelRefusal } from './panel-refusal.ts';

/** Puts the board's panel to sleep and wakes it. The panel is opened later than whoever switches it. */
export class PanelSwitch {
  #panel: { readonly display: Pick<Display, 'setPower'>; readonly path: string } | null = null;
  #isLit = true;

  /** @param path names the panel in faults. */
  connect(display: Pick<Display, 'setPower'>, path: string): void {
    this.#panel = { display, path };
    // A panel that refuses stays lit, and says so when it is switched the next time.
    if (!this.#isLit) void this.set(false);
  }

  /** Without a panel of the kernel, or with one that is away, nothing can fail; it is switched when it comes. */
  set(isLit: boolean): Result<null, SystemFault> {
    this.#isLit = isLit;
    const panel = this.#panel;
    if (panel === null) return DONE;
    try {
      panel.display.setPower(isLit);
      return success(null);
    } catch (error) {
      return failure({ errno: panelRefusal(error).errno ?? 'EIO', path: panel.path });
    }
  }
}
