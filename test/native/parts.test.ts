import { describe, expect, it } from 'vitest';
import {
  Button,
  Calendar,
  Dir,
  Dropdown,
  Keyboard,
  Msgbox,
  Obj,
  Tabview,
  Textarea,
  Tileview,
} from '../../native/src/index.ts';
import type { Widget } from '../../native/src/widget.ts';
import { thrown, useLvgl } from './opened.ts';

const lvgl = useLvgl();

/** All the ways in which a part could leave its place. */
function expectToStay(widget: Widget | null, elsewhere: Obj): void {
  const part = widget as Obj;
  for (const leave of [
    () => part.setParent(elsewhere),
    () => {
      part.delete();
    },
  ]) {
    expect(thrown(leave)).toMatchObject({
      code: 'LVGL_ARGUMENT',
      message: expect.stringMatching(/is a part of its widget/) as string,
    });
  }
}

describe('a widget that reads its parts without looking at their class', () => {
  it('takes only tiles of a tile view for tiles', () => {
    const open = lvgl.open();
    const view = Tileview.create(lvgl.display(open).screen);
    const button = Button.create(view, { x: 0, y: 0 });
    const tiles = [view.addTile(0, 0, Dir.Hor)!, view.addTile(1, 0, Dir.Hor)!];
    view.setTileByIndex(1, 0, false);
    expect(view.getTileActive()).toBe(tiles[1]);
    // The end of this movement is where a tile is looked for.
    view.scrollToX(0, true);
    open.advance(2000);
    expect(view.getTileActive()).toBe(tiles[0]);
    expect(button.parent).toBe(view);
  });

  it('keeps the buttons of tabs, the headers of a calendar and the label of a list of choices in their places', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const elsewhere = Obj.create(screen);
    const tabs = Tabview.create(screen);
    tabs.addTab('a');
    expectToStay(tabs.getTabButton(0), elsewhere);
    const calendar = Calendar.create(screen);
    for (const header of [calendar.addHeaderArrow() as Obj, calendar.addHeaderDropdown() as Obj]) {
      expectToStay(header, elsewhere);
      for (const part of header.children) expectToStay(part, elsewhere);
      expect(thrown(() => Button.create(header).moveToIndex(0)).code).toBe('LVGL_ARGUMENT');
      header.send('valueChanged');
    }
    expectToStay((Dropdown.create(screen).list as Obj).child(0), elsewhere);
    screen.clean();
    expect(screen.childCount).toBe(0);
  });

  it('keeps the title and the closing button of a message box', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const elsewhere = Obj.create(screen);
    const box = Msgbox.create(screen);
    const close = box.addCloseButton()!;
    expectToStay(close, elsewhere);
    expectToStay(box.getTitle(), elsewhere);
    close.send('clicked');
    expect([box.isAlive, screen.isAlive, elsewhere.isAlive]).toEqual([false, true, true]);
  });
});

it('no widget gives out, or writes into, an object that was deleted', () => {
  const screen = lvgl.display(lvgl.open()).screen;
  const view = Tileview.create(screen);
  const tile = view.addTile(0, 0, Dir.Hor) as Obj;
  view.setTileByIndex(0, 0, false);
  tile.delete();
  expect(view.getTileActive()).toBe(null);
  const textarea = Textarea.create(screen);
  const keyboard = Keyboard.create(screen, { textarea });
  textarea.delete();
  expect(keyboard.textarea).toBe(null);
  keyboard.set({ selectedButton: 1 });
  keyboard.send('valueChanged');
});
