import type { Obj } from '../../../native/src/index.ts';
import type { Overflow } from '../navigator/state.ts';
import type { ScreenModel, ViewModel } from '../presenters/models.ts';
import { Banner } from './banner.ts';
import { Box, type Place } from '../drawing/box.ts';
import { ContactDetailsView } from './contact-details.ts';
import { ContactsView } from './contacts.ts';
import { HistoryView } from './history.ts';
import { HomeView } from './home.ts';
import { LockView } from './lock.ts';
import type { Look } from '../drawing/look.ts';
import { MessageDetailsView } from './message-details.ts';
import { Notice } from './notice.ts';
import { Picker } from './picker.ts';
import { SoftKeys } from './soft-keys.ts';
import { StatusBar } from './status-bar.ts';
import { ThreadView } from './thread.ts';
import { ALL_IN_SIGHT, type View } from './view.ts';

type Kind = ViewModel['kind'];
type ModelOf<K extends Kind> = Extract<ViewModel, { kind: K }>;
type Makers = { readonly [K in Kind]: (look: Look, parent: Box) => View<ModelOf<K>> };

const MAKERS: Makers = {
  lock: (look, parent) => new LockView(look, parent),
  home: (look, parent) => new HomeView(look, parent),
  history: (look, parent) => new HistoryView(look, parent),
  contacts: (look, parent) => new ContactsView(look, parent),
  contact: (look, parent) => new ContactDetailsView(look, parent),
  thread: (look, parent) => new ThreadView(look, parent),
  details: (look, parent) => new MessageDetailsView(look, parent),
};

/** One frame's model on one screen of LVGL. Views are made when first shown, so that the first frame is Home's alone. */
export class ScreenView {
  readonly #look: Look;
  readonly #root: Box;
  readonly #stage: Box;
  readonly #statusBar: StatusBar;
  readonly #notice: Notice;
  readonly #views = new Map<Kind, View<ViewModel>>();
  #current: View<ViewModel> | null = null;
  #softKeys: SoftKeys | null = null;
  #banner: Banner | null = null;
  #picker: Picker | null = null;

  constructor(look: Look, screen: Obj) {
    const { widthPx, heightPx } = look.metrics;
    this.#look = look;
    screen.removeAllStyles();
    screen.style({ bgColor: look.theme.bg, bgOpa: 255 });
    this.#root = new Box(screen, { x: 0, y: 0, width: widthPx, height: heightPx });
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
    this.#show(model.view, { x: 0, y: top, width: metrics.widthPx, height: bottom - top });
    if (model.softKeys !== null) (this.#softKeys ??= new SoftKeys(this.#look, this.#root)).update(model.softKeys);
    if (model.picker !== null) this.#picker ??= new Picker(this.#look, this.#root);
    this.#picker?.update(model.picker, bottom);
  }

  overflow(): Overflow {
    return this.#current?.overflow() ?? ALL_IN_SIGHT;
  }

  close(): void {
    this.#root.delete();
  }

  #show(model: ViewModel, area: Place): void {
    const view = this.#viewFor(model.kind);
    if (view !== this.#current) this.#current?.box.show(false);
    this.#current = view;
    view.box.show(true);
    view.update(model, area);
  }

  #viewFor(kind: Kind): View<ViewModel> {
    const known = this.#views.get(kind);
    if (known !== undefined) return known;
    // Each view is only ever given models of its own kind.
    const made = MAKERS[kind](this.#look, this.#stage) as View<ViewModel>;
    this.#views.set(kind, made);
    return made;
  }
}

/**
 * A passing notification lies over what is being read, which must not jump for 8 s; a warning stands, and where one chooses the focused
 * row must be readable: there the view makes room.
 */
function isOver({ view, banner }: ScreenModel): boolean {
  return banner?.tone !== 'warn' && (view.kind === 'thread' || view.kind === 'details');
}
