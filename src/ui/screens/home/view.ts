import { Box, type Place } from '../../drawing/box.ts';
import type { Look } from '../../drawing/look.ts';
import { Text } from '../../drawing/text.ts';
import type { View, ViewEntry } from '../../drawing/view.ts';
import { PersonRow } from '../../widgets/person-row.ts';
import { presentHome, type HomeModel } from './present.ts';
import type { HomeState } from './state.ts';
import { UnsentRow } from './unsent-row.ts';
import { Ways } from './ways.ts';

/**
 * What is new, what was not sent, and the ways in, from the bottom up. The clock takes the room that is left above
 * them; where it has none, the status bar shows the time.
 */
class HomeView implements View<HomeModel> {
  readonly box: Box;
  readonly #look: Look;
  readonly #clock: Text;
  readonly #date: Text;
  readonly #own: Text;
  readonly #news: PersonRow;
  readonly #unsent: UnsentRow;
  readonly #ways: Ways;
  #tellsTime = true;

  constructor(look: Look, parent: Box) {
    const { fonts, theme } = look;
    this.#look = look;
    this.box = new Box(parent);
    this.#clock = new Text(look, this.box, fonts.clock, theme.text).align('centre');
    this.#date = new Text(look, this.box, fonts.meta, theme.text).align('centre');
    this.#own = new Text(look, this.box, fonts.meta, theme.quiet).align('centre');
    this.#news = new PersonRow(look, this.box);
    this.#unsent = new UnsentRow(look, this.box);
    this.#ways = new Ways(look, this.box);
  }

  tellsTime(): boolean {
    return this.#tellsTime;
  }

  update(model: HomeModel, area: Place): void {
    const { metrics } = this.#look;
    this.box.place(area);
    const { width } = area;
    const unsentHeight = model.unsent.length === 0 ? 0 : metrics.rowOneLine;
    const newsHeight = model.news === null ? 0 : metrics.row;
    const waysHeight = this.#ways.heightFor(model.ways, area.height - unsentHeight - newsHeight);
    let y = area.height - waysHeight;
    this.#ways.update(model, { x: 0, y, width, height: waysHeight });
    y -= unsentHeight;
    this.#unsent.update(model.unsent, { x: 0, y, width, height: unsentHeight }, model.focus === 'unsent');
    if (model.news === null) this.#news.hide();
    else {
      y -= newsHeight;
      this.#news.update(model.news, { x: 0, y, width, height: newsHeight }, model.focus === 'news');
    }
    this.#placeClock(model, y, width);
  }

  #placeClock(model: HomeModel, room: number, width: number): void {
    const { clock, meta, gap, margin } = this.#look.metrics;
    const withDate = clock.line + gap + meta.line;
    const withOwn = withDate + gap + meta.line;
    this.#tellsTime = room >= clock.line;
    const height = room >= withOwn ? withOwn : room >= withDate ? withDate : clock.line;
    const y = Math.max(0, (room - height) >> 1);
    const line = (at: number): Place => ({ x: margin, y: at, width: width - 2 * margin, height: meta.line });
    this.#clock.place({ x: 0, y, width, height: clock.line }).wrapped(this.#tellsTime ? model.clock : '');
    this.#date.place(line(y + clock.line + gap)).line(room >= withDate ? model.date : '');
    this.#own.place(line(y + withDate + gap)).line(room >= withOwn ? model.own : '');
  }
}

export const homeView: ViewEntry<HomeState, HomeModel> = {
  presenter: () => ({ present: presentHome }),
  make: (look, parent) => new HomeView(look, parent),
  focused: ({ news, unsent, ways, focus }) => {
    if (focus === 'news') return news?.name ?? '';
    if (focus === 'unsent') return unsent.map(({ text }) => text).join(', ');
    return ways.find(({ key }) => key === focus)?.text ?? '';
  },
};
