import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import {
  Checkbox,
  DisplayRotation,
  ImageWidget,
  Label,
  Obj,
  Textarea,
  iconCharacter,
  icons,
  pixelsOf,
  encodePng,
  type FlushedArea,
  type IconName,
} from '../../native/src/index.ts';
import { thrown, useLvgl } from './opened.ts';

const lvgl = useLvgl();
const folder = mkdtempSync(join(tmpdir(), 'lvgl-display-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const box = { flagScrollable: false, style: { bgOpa: 255, bgColor: '#ff0000' } } as const;

describe('displays', () => {
  it('hand over the rectangle that changed, and nothing when nothing did', () => {
    const areas: FlushedArea[] = [];
    const display = lvgl
      .open()
      .createDisplay({ width: 320, height: 240, theme: 'none', onFlush: (area) => areas.push(area) });
    const object = Obj.create(display.screen, { x: 10, y: 20, w: 30, h: 40, ...box });
    display.refreshNow();
    areas.length = 0;
    display.refreshNow();
    expect(areas).toEqual([]);
    object.invalidate();
    display.refreshNow();
    expect(areas.map(({ x, y, width, height }) => [x, y, width, height])).toEqual([[10, 20, 30, 40]]);
    const { pixels } = areas[0]!;
    // RGB565 red, little endian.
    expect([pixels.length, pixels[0], pixels[1]]).toEqual([30 * 40 * 2, 0x00, 0xf8]);
  });

  it('of several sizes live side by side', () => {
    const open = lvgl.open();
    const wide = open.createDisplay({ width: 320, height: 240, theme: 'none' });
    const tall = open.createDisplay({ width: 240, height: 320, theme: 'none' });
    Label.create(wide.screen, { text: 'wide' });
    Label.create(tall.screen, { text: 'tall' });
    wide.refreshNow();
    tall.refreshNow();
    expect([wide, tall].map((each) => each.visibleText.map(({ text }) => text))).toEqual([['wide'], ['tall']]);
    wide.close();
    tall.screen.style({ bgOpa: 255, bgColor: 0xffffff });
    tall.refreshNow();
    expect(tall.pixels.pixels.at(-1)).toBe(0xff);
    expect(
      thrown(() => {
        tall.load(Obj.create(tall.screen));
      }).message,
    ).toMatch(/has a parent/);
  });

  it('turn what is drawn into the panel’s own width and height', () => {
    const open = lvgl.open();
    const display = open.createDisplay({ width: 40, height: 20, theme: 'none' });
    display.setRotation(DisplayRotation._90);
    expect(display.size).toEqual({ width: 20, height: 40 });
    Obj.create(display.screen, { x: 0, y: 0, w: 5, h: 3, ...box });
    display.refreshNow();
    const { pixels, width, height } = display.pixels;
    const red = Array.from({ length: width * height }, (_, i) => i).filter((i) => pixels[i * 2 + 1] === 0xf8);
    const columns = new Set(red.map((i) => i % width));
    const rows = new Set(red.map((i) => Math.floor(i / width)));
    expect([width, height, red.length, columns.size, rows.size]).toEqual([40, 20, 15, 3, 5]);
  });

  it('give their picture as PNG, and that of one object', () => {
    const display = lvgl.display(lvgl.open());
    const object = Obj.create(display.screen, { x: 8, y: 8, w: 6, h: 4, ...box });
    display.refreshNow();
    const png = PNG.sync.read(display.toPng());
    expect([png.width, png.height, ...png.data.subarray((9 * 320 + 9) * 4, (9 * 320 + 9) * 4 + 4)]).toEqual([
      320, 240, 255, 0, 0, 255,
    ]);
    const own = PNG.sync.read(encodePng(pixelsOf(object)));
    expect([own.width, own.height, own.data[0]]).toEqual([6, 4, 255]);
  });

  it('tell the text that can be seen, and no other', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    Label.create(display.screen, { text: 'seen' });
    Label.create(display.screen, { text: 'hidden', flagHidden: true });
    Label.create(display.screen, { text: 'outside', y: 300 });
    Label.create(display.topLayer, { text: 'above' });
    const area = Textarea.create(display.screen, { placeholderText: 'write', w: 100, h: 30, y: 40 });
    open.createGroup().add(area);
    Checkbox.create(display.screen, { text: 'check', y: 100 });
    expect(display.visibleText.map(({ text, isFocused, className }) => [className, text, isFocused])).toEqual([
      ['label', 'seen', false],
      ['textarea', 'write', true],
      ['checkbox', 'check', false],
      ['label', 'above', false],
    ]);
  });

  it('write a framebuffer of 16, 24 and 32 bits', () => {
    const open = lvgl.open();
    for (const bitsPerPixel of [16, 24, 32] as const) {
      const path = join(folder, `fb${bitsPerPixel}`);
      writeFileSync(path, Buffer.alloc((8 * 6 * bitsPerPixel) / 8));
      const display = open.openDisplay({
        panel: { framebuffer: path, geometry: { width: 8, height: 6, bitsPerPixel } },
        theme: 'none',
      });
      Obj.create(display.screen, { x: 1, y: 2, w: 1, h: 1, ...box });
      display.refreshNow();
      const bytes = readFileSync(path);
      const at = ((2 * 8 + 1) * bitsPerPixel) / 8;
      const expected = { 16: [0x00, 0xf8], 24: [0, 0, 255], 32: [0, 0, 255, 255] }[bitsPerPixel];
      expect([...bytes.subarray(at, at + bitsPerPixel / 8)]).toEqual(expected);
      display.close();
    }
  });

  it('say why a framebuffer cannot be opened', () => {
    const open = lvgl.open();
    const path = join(folder, 'small');
    writeFileSync(path, 'x');
    expect(thrown(() => open.openDisplay({ panel: { framebuffer: join(folder, 'none') } }))).toMatchObject({
      code: 'LVGL_SYSTEM',
      message: expect.stringMatching(/No such file/) as string,
    });
    expect(thrown(() => open.openDisplay({ panel: { framebuffer: path } })).message).toMatch(/is not a framebuffer/);
    expect(
      thrown(() =>
        open.openDisplay({ panel: { framebuffer: path, geometry: { width: 4, height: 4, bitsPerPixel: 16 } } }),
      ).message,
    ).toMatch(/has 1 bytes, the geometry needs 32/);
  });
});

describe('images', () => {
  it('from a PNG and from pixels are shown, and kept while they are', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const png = new PNG({ width: 2, height: 1 });
    png.data.set([255, 0, 0, 255, 0, 0, 255, 255]);
    const image = open.imageFromPng(PNG.sync.write(png));
    const widget = ImageWidget.create(display.screen, { src: image });
    expect([image.size, widget.src]).toEqual([{ width: 2, height: 1 }, image]);
    image.delete();
    display.refreshNow();
    expect([...display.pixels.pixels.subarray(0, 4)]).toEqual([0x00, 0xf8, 0x1f, 0x00]);
    const raw = open.imageFromPixels('rgb565', { width: 1, height: 1 }, new Uint8Array([0xe0, 0x07]));
    widget.src = raw;
    display.refreshNow();
    expect([...display.pixels.pixels.subarray(0, 2)]).toEqual([0xe0, 0x07]);
    expect(thrown(() => (widget.src = image)).code).toBe('LVGL_DELETED');
  });

  it('that are none are refused', () => {
    const open = lvgl.open();
    expect(thrown(() => open.imageFromPng(Buffer.from('not a png at all, but long enough')))).toMatchObject({
      code: 'LVGL_ARGUMENT',
    });
    expect(thrown(() => open.imageFromPixels('a8', { width: 4, height: 4 }, new Uint8Array(15))).message).toMatch(
      /needs 16 bytes in this format, got 15/,
    );
  });
});

describe('fonts', () => {
  const sample =
    'Ángel Łódź ÇŞĞİ ẞß Ωμέγα Жёлудь № “q” «x» – — … € £ ¥ ₽ ₴ ₿ • ◂▸▲▼◀▶ 😀❤👍🎉 Việt Ưới ộ ἄνθρωπος ᾷ қазақ Ғ ң ɓ Ǎ ѣ \u2003\u3000';

  it('have every letter, sign, icon and emoji that is promised, and the line heights of the design', () => {
    const open = lvgl.open();
    const lines = {
      'inter-12': 16,
      'inter-semibold-12': 16,
      'inter-16': 20,
      'inter-semibold-16': 20,
      'inter-bold-16': 20,
      'inter-20': 26,
      'inter-semibold-20': 26,
      'inter-bold-20': 26,
    };
    for (const [name, line] of Object.entries(lines)) {
      const font = open.font(name);
      const wanted = [...Array.from(sample), ...(Object.keys(icons) as IconName[]).map(iconCharacter)];
      expect([name, font.metrics.lineHeight, wanted.filter((c) => !font.hasGlyph(c))]).toEqual([name, line, []]);
      expect(font.hasGlyph('中')).toBe(false);
    }
    expect(Array.from('0123456789:').every((c) => open.font('inter-semibold-56').hasGlyph(c))).toBe(true);
    expect(thrown(() => open.font('inter-17')).message).toMatch(/no font is called "inter-17"; there are .*inter-16/);
  });

  it('draw a box for what they lack', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const label = Label.create(display.screen, {
      text: '中',
      style: { textFont: open.font('inter-16'), textColor: 0xffffff },
    });
    display.refreshNow();
    const { pixels, width } = pixelsOf(label);
    expect(width).toBeGreaterThan(4);
    expect(pixels.some((byte) => byte === 0xff)).toBe(true);
  });

  it('measure text, and fall back only where no ring comes of it', () => {
    const open = lvgl.open();
    const [a, b] = [open.font('inter-16'), open.font('inter-12')];
    expect(a.measure('iiii').width).toBeLessThan(a.measure('WWWW').width);
    expect(a.measure('one two three four', 60).height).toBeGreaterThan(20);
    const text = 'AVA Tö 🙂 中';
    const { beforeNext, asLast } = a.advances(text);
    expect(beforeNext).toHaveLength(text.length);
    for (let end = 1; end <= text.length; end += 1) {
      const part = text.slice(0, end);
      if (!part.isWellFormed()) continue;
      const last = Array.from(part).at(-1)!.length;
      const before = beforeNext.subarray(0, end - last).reduce((sum, px) => sum + px, 0);
      expect(before + (asLast[end - last] ?? 0)).toBe(a.measure(part).width);
    }
    expect(a.advances('')).toEqual({ beforeNext: new Uint16Array(), asLast: new Uint16Array() });
    a.fallBackOn(b);
    expect(thrown(() => b.fallBackOn(a)).message).toMatch(/ring/);
    expect(thrown(() => open.loadFont(new Uint8Array(100))).message).toMatch(/not an LVGL binary font/);
  });
});
