import type { Obj } from '../../../../native/src/index.ts';
import type { CaretBeside, Overflow, Seen } from '../../behaviour/behaviour.ts';
import type { ViewKind } from '../../behaviour/view-kinds.ts';
import { Box, type Place } from '../../drawing/box.ts';
import { takeOver } from '../../drawing/ground.ts';
import type { Look } from '../../drawing/look.ts';
import { ALL_IN_SIGHT, type View } from '../../drawing/view.ts';
import { viewOf, type ViewModel } from '../../screens/views.ts';
import type { ScreenModel } from '../present/models.ts';
import { NotificationLine } from './notification-line.ts';
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
  #warning: NotificationLine | null = null;
  #news: NotificationLine | null = null;
  /** How much of the view's top lies under a line of news, px. */
  #coveredPx = 0;
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
    const underNotice = metrics.statusBar + this.#notice.update(model.notice, model.noticeTone);
    const top = underNotice + this.#drawWarning(model, underNotice);
    const bottom = metrics.heightPx - metrics.softKeys;
    const end = bottom - this.#drawNews(model, top, bottom);
    this.#covered = model.picker !== null || model.sheet !== null;
    this.#show(model.view, { x: 0, y: top, width: metrics.widthPx, height: end - top });
    this.#statusBar.update(model.statusBar, this.#current?.tellsTime?.() === true);
    if (model.softKeys !== null) (this.#softKeys ??= new SoftKeys(this.#look, this.#root)).update(model.softKeys);
    this.#drawOver(model, bottom);
  }

  /**
   * A warning stays, so that the view makes room for it: a line under a notice, so that a view is left, else as much as
   * its words need. Returns its height, in px.
   */
  #drawWarning({ banner, notice }: ScreenModel, top: number): number {
    if (banner?.tone !== 'warn') {
      this.#warning?.hide();
      return 0;
    }
    return (this.#warning ??= new NotificationLine(this.#look, this.#root)).update(banner, top, notice !== '');
  }

  /** News pass by, and move nothing that is read just now. Returns how much earlier the view ends, in px. */
  #drawNews({ banner, view }: ScreenModel, top: number, bottom: number): number {
    const { newsLine } = viewOf(view);
    this.#coveredPx = 0;
    if (banner?.tone !== 'text' || newsLine === undefined) {
      this.#news?.hide();
      return 0;
    }
    this.#news ??= new NotificationLine(this.#look, this.#root);
    const { header } = this.#look.metrics;
    const height = this.#news.heightOfNews;
    const over = newsLine === 'underHeader';
    this.#news.update(banner, over ? top + header : bottom - height);
    this.#coveredPx = over ? header + height : 0;
    return over ? 0 : height;
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

  readonly caretBeside: CaretBeside = (line, columnPx) => this.#current?.caretBeside?.(line, columnPx) ?? null;

  /** Nothing is seen under what lies over the view. */
  seen(): Seen | null {
    return this.#covered ? null : (this.#current?.seen?.(this.#coveredPx) ?? null);
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
