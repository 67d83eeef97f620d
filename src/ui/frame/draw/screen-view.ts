import type { Obj } from '../../../../native/src/index.ts';
import type { Overflow, Seen } from '../../behaviour/behaviour.ts';
import type { ViewKind } from '../../behaviour/view-kinds.ts';
import { Box, type Place } from '../../drawing/box.ts';
import { takeOver } from '../../drawing/ground.ts';
import type { Look } from '../../drawing/look.ts';
import { ALL_IN_SIGHT, type View } from '../../drawing/view.ts';
import { viewOf, type ViewModel } from '../../screens/views.ts';
import type { ScreenModel } from '../present/models.ts';
import { Banner } from './banner.ts';
import { Notice } from './notice.ts';
import { Picker } from './picker.ts';
import { SheetView } from './sheet.ts';
import { SoftKeys } from './soft-keys.ts';
import { StatusBar } from './status-bar.ts';

/**
 * Draws one frame's model on one screen of LVGL. Each view is made when it is first shown, so that the first frame
 * makes only Home.
 */
export class ScreenView {
  readonly #look: Look;
  readonly #root: Box;
  readonly #stage: Box;
  readonly #statusBar: StatusBar;
  readonly #notice: Notice;
  readonly #views = new Map<ViewKind, View<ViewModel>>();
  #current: View<ViewModel> | null = null;
  #covered = false;
  #softKeys: SoftKeys | null = null;
  #banner: Banner | null = null;
  #picker: Picker | null = null;
  #sheet: SheetView | null = null;

  constructor(look: Look, screen: Obj) {
    const { widthPx, heightPx } = look.metrics;
    this.#look = look;
    this.#root = takeOver(look, screen);
    this.#stage = new Box(this.#root, { x: 0, y: 0, width: widthPx, height: heightPx });
    this.#statusBar = new StatusBar(look, this.#root);
    this.#notice = new Notice(look, this.#root);
  }

  draw(model: ScreenModel): void {
    const { metrics } = this.#look;
    this.#statusBar.update(model.statusBar);
    const underNotice = metrics.statusBar + this.#notice.update(model.notice);
    if (model.banner !== null) this.#banner ??= new Banner(this.#look, this.#root);
    const bannerPx = this.#banner?.update(model.banner, underNotice) ?? 0;
    const top = underNotice + (isOver(model) ? 0 : bannerPx);
    const bottom = metrics.heightPx - metrics.softKeys;
    this.#covered = isCovered(model);
    this.#show(model.view, { x: 0, y: top, width: metrics.widthPx, height: bottom - top });
    if (model.softKeys !== null) (this.#softKeys ??= new SoftKeys(this.#look, this.#root)).update(model.softKeys);
    this.#drawOver(model, bottom);
  }

  /** What lies over the view, down to where the soft keys begin. */
  #drawOver(model: ScreenModel, bottom: number): void {
    if (model.picker !== null) this.#picker ??= new Picker(this.#look, this.#root);
    this.#picker?.update(model.picker, bottom);
    if (model.sheet !== null) this.#sheet ??= new SheetView(this.#look, this.#root);
    this.#sheet?.update(model.sheet, bottom);
  }

  overflow(): Overflow {
    return this.#current?.overflow?.() ?? ALL_IN_SIGHT;
  }

  /** Nothing is seen under what lies over the view. */
  seen(): Seen | null {
    return this.#covered ? null : (this.#current?.seen?.() ?? null);
  }

  close(): void {
    this.#root.delete();
  }

  #show(model: ViewModel, area: Place): void {
    const view = this.#viewFor(model);
    if (view !== this.#current) this.#current?.box.show(false);
    this.#current = view;
    view.box.show(true);
    view.update(model, area);
  }

  #viewFor(model: ViewModel): View<ViewModel> {
    const known = this.#views.get(model.kind);
    if (known !== undefined) return known;
    const made = viewOf(model).make(this.#look, this.#stage);
    this.#views.set(model.kind, made);
    return made;
  }
}

function isCovered(model: ScreenModel): boolean {
  return model.picker !== null || model.sheet !== null || (model.banner !== null && isOver(model));
}

/**
 * A warning stays, so every view makes room for it. Views in which one chooses also make room for a notification,
 * because the focused row must stay readable.
 */
function isOver({ view, banner }: ScreenModel): boolean {
  return banner?.tone !== 'warn' && viewOf(view).bannerOver === true;
}
