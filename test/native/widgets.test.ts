import { describe, expect, it } from 'vitest';
import * as api from '../../native/src/index.ts';
import {
  Arc,
  Bar,
  BaseDir,
  Button,
  Buttonmatrix,
  Calendar,
  Canvas,
  Chart,
  ChartAxis,
  Checkbox,
  Dropdown,
  Keyboard,
  Label,
  LabelLongMode,
  Line,
  List,
  Msgbox,
  Obj,
  ObjFlag,
  Roller,
  Slider,
  Spangroup,
  State,
  Switch,
  Table,
  Tabview,
  Textarea,
  buttonText,
  canvasPixel,
  createCanvasBuffer,
  fillCanvas,
  selectedText,
  seriesValues,
  setButtonTexts,
  setCanvasPixel,
  setLinePoints,
  setSeriesValues,
} from '../../native/src/index.ts';
import { thrown, useLvgl } from './opened.ts';

const lvgl = useLvgl();

const creatable = Object.values(api).filter(
  (each): each is typeof Obj =>
    typeof each === 'function' && each.prototype instanceof Obj && Object.hasOwn(each, 'create'),
);

describe('widgets', () => {
  it('creates, draws and deletes every class that LVGL lets one create', () => {
    const open = lvgl.open();
    const display = open.createDisplay({ width: 320, height: 240 });
    expect(creatable.length).toBeGreaterThanOrEqual(38);
    for (const each of creatable) {
      const made = each.create(display.screen);
      expect(made.constructor, each.name).toBe(each);
      display.refreshNow();
      made.delete();
      expect(made.isAlive).toBe(false);
    }
    expect(display.screen.childCount).toBe(0);
  });

  it('creates every class inside one that writes from right to left', () => {
    const display = lvgl.display(lvgl.open());
    const box = Obj.create(display.screen, { style: { baseDir: BaseDir.Rtl } });
    for (const each of creatable) each.create(box);
    display.refreshNow();
    expect(box.childCount).toBe(creatable.length);
  });

  it('gets what was set, for each kind of property value', () => {
    const display = lvgl.display(lvgl.open());
    const screen = display.screen;
    const label = Label.create(screen, { text: 'żółw 🐢', longMode: LabelLongMode.Dots });
    expect([label.text, label.longMode]).toEqual(['żółw 🐢', LabelLongMode.Dots]);
    const area = Textarea.create(screen, { passwordMode: true, maxLength: 7, acceptedChars: '0123456789' });
    expect([area.passwordMode, area.maxLength, area.acceptedChars]).toEqual([true, 7, '0123456789']);
    const led = api.Led.create(screen, { color: '#FF7A6B', brightness: 200 });
    expect([led.color, led.brightness]).toEqual([0xff7a6b, 200]);
    const slider = Slider.create(screen, { minValue: -10, maxValue: 10, value: 4 });
    expect([slider.minValue, slider.maxValue, slider.value]).toEqual([-10, 10, 4]);
    const image = api.ImageWidget.create(screen, { pivot: { x: 3, y: 4 } });
    expect(image.pivot).toEqual({ x: 3, y: 4 });
    const keyboard = Keyboard.create(screen, { textarea: area });
    expect(keyboard.textarea).toBe(area);
    expect(Arc.create(screen, { startAngle: 20, endAngle: 90 }).endAngle).toBe(90);
    expect(Bar.create(screen, { value: 30 }).value).toBe(30);
    expect(Checkbox.create(screen, { text: 'yes' }).text).toBe('yes');
  });

  it('sets flags and states as properties, and by their bits', () => {
    const object = Obj.create(lvgl.display(lvgl.open()).screen, { flagHidden: true, stateDisabled: true });
    expect([object.flagHidden, object.stateDisabled, object.flagFloating]).toEqual([true, true, false]);
    expect([object.hasFlag(ObjFlag.Hidden), object.hasState(State.Disabled)]).toEqual([true, true]);
    object.removeFlag(ObjFlag.Hidden);
    expect(object.flagHidden).toBe(false);
  });

  it('finds objects by position, parent, name and by walking', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const box = Obj.create(screen);
    const first = Label.create(box, { text: '1' });
    const second = Button.create(box);
    second.setName('go');
    expect(box.children).toEqual([first, second]);
    expect([box.child(-1), second.index, second.parent, second.screen]).toEqual([second, 1, box, screen]);
    expect(screen.findByName('go')).toBe(second);
    expect([...screen.walk()]).toEqual([screen, box, first, second]);
    second.moveToIndex(0);
    expect(box.children).toEqual([second, first]);
    first.setParent(screen);
    expect([first.parent, box.childCount]).toEqual([screen, 1]);
  });

  it('edits text', () => {
    const area = Textarea.create(lvgl.display(lvgl.open()).screen);
    area.addText('Grüße');
    area.cursorLeft();
    area.deleteChar();
    area.addText('ss');
    expect([area.text, area.cursorPos]).toEqual(['Grüsse', 5]);
    area.deleteCharForward();
    expect(area.text).toBe('Grüss');
  });

  it('fills lists, tables, charts, matrices, lines, spans and canvases', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const dropdown = Dropdown.create(screen, { options: 'one\ntwo\nthree', selected: 1 });
    expect([selectedText(dropdown), dropdown.optionCount]).toEqual(['two', 3]);
    const roller = Roller.create(screen);
    roller.setOptions('a\nb', api.RollerMode.Normal);
    expect(selectedText(roller)).toBe('a');
    const table = Table.create(screen, { rowCount: 2, columnCount: 2 });
    table.setCellValue(1, 1, 'x');
    expect(table.getCellValue(1, 1)).toBe('x');
    const chart = Chart.create(screen, { pointCount: 3 });
    const series = chart.addSeries('#4FD6A8', ChartAxis.PrimaryY)!;
    setSeriesValues(chart, series, [1, 2, 3]);
    expect(seriesValues(chart, series)).toEqual([1, 2, 3]);
    const matrix = Buttonmatrix.create(screen);
    setButtonTexts(matrix, ['A', 'B', '\n', 'C']);
    expect([buttonText(matrix, 2), buttonText(matrix, 3)]).toEqual(['C', null]);
    const line = Line.create(screen);
    setLinePoints(line, [
      { x: 0, y: 0 },
      { x: 30, y: 10 },
    ]);
    const spans = Spangroup.create(screen);
    const span = spans.addSpan()!;
    spans.setSpanText(span, 'blue');
    expect(spans.getSpanCount()).toBe(1);
    const canvas = Canvas.create(screen);
    createCanvasBuffer(canvas, { width: 4, height: 4 });
    fillCanvas(canvas, '#102030');
    setCanvasPixel(canvas, { x: 1, y: 2 }, 0xffffff);
    expect([canvasPixel(canvas, { x: 0, y: 0 }), canvasPixel(canvas, { x: 1, y: 2 })]).toEqual([
      0xff102030, 0xffffffff,
    ]);
    const list = List.create(screen);
    const entry = list.addButton(null, 'Entry')!;
    expect([entry.className, list.getButtonText(entry)]).toEqual(['list_button', 'Entry']);
    const tabs = Tabview.create(screen);
    expect(tabs.addTab('T')!.className).toBe('obj');
    const box = Msgbox.create(screen);
    expect(box.addTitle('Title')!.className).toBe('label');
    expect(Calendar.create(screen).className).toBe('calendar');
    expect(Switch.create(screen).className).toBe('switch');
  });

  it('names the nearest property when one is misspelt, and what it wanted when a value is wrong', () => {
    const label = Label.create(lvgl.display(lvgl.open()).screen);
    expect(thrown(() => label.set({ txet: 'a' } as never)).message).toMatch(
      /no property of label is called 'txet'; did you mean 'text'/,
    );
    expect(thrown(() => label.style({ bgcolour: 1 } as never)).message).toMatch(/did you mean 'bgColor'/);
    expect(thrown(() => (label.text = 5 as never))).toMatchObject({
      code: 'LVGL_ARGUMENT',
      message: expect.stringMatching(/must be a string, not 5/) as string,
    });
    expect(thrown(() => label.set({ longMode: 99 })).message).toMatch(/from 0 to 4, not 99/);
    expect(thrown(() => label.style({ bgOpa: 300 })).message).toMatch(/from 0 to 255, not 300/);
    expect(thrown(() => (label.text = 'a\0b')).message).toMatch(/NUL/);
    expect(thrown(() => label.style({ textColor: '#12' })).message).toMatch(/'#rrggbb', not '#12'/);
    expect(thrown(() => label.on('clikked' as never, () => undefined)).message).toMatch(/did you mean 'clicked'/);
    expect(thrown(() => label.style({ textFont: label as never })).message).toMatch(/expected a font, got a object/);
    expect(thrown(() => label.set({ x: 2 ** 31 })).message).toMatch(/2147483648/);
    expect(label.text).not.toBe(5);
  });
});
