import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import {
  Calendar,
  Chart,
  ChartAxis,
  Key,
  Label,
  Lvgl,
  Obj,
  Table,
  Textarea,
  setSeriesValues,
} from '../../native/src/index.ts';
import { thrown, useLvgl } from './opened.ts';

const lvgl = useLvgl();
const addon =
  process.env['LVGL_BINDINGS_ADDON'] ??
  fileURLToPath(new URL('../../native/build/lvgl_bindings.node', import.meta.url));

describe('misuse is an error, never a crash', () => {
  it('with a cell, a line or a date that LVGL would allocate, draw or look up whatever it is', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const table = Table.create(screen);
    const chart = Chart.create(screen);
    const calendar = Calendar.create(screen);
    for (const use of [
      () => {
        table.setColumnWidth(2 ** 31, 109);
      },
      () => {
        table.setCellValue(4096, 0, 'a');
      },
      () => (table.columnCount = 257),
      () => {
        chart.setDivLineCount(2 ** 32 - 1, 0);
      },
      () => {
        calendar.setMonthShown(2026, 13);
      },
    ]) {
      expect(thrown(use).code).toBe('LVGL_ARGUMENT');
    }
    table.setCellValue(2, 1, 'in range');
    expect(table.getCellValue(2, 1)).toBe('in range');
  });

  it('after an object, or its parent, was deleted', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const box = Obj.create(screen);
    const label = Label.create(box);
    box.delete();
    for (const use of [
      () => label.text,
      () => (label.text = 'a'),
      () => {
        label.delete();
      },
      () => label.style({ x: 1 }),
      () => label.on('clicked', () => undefined),
      () => Label.create(box),
      () => {
        label.scrollToView(false);
      },
      () => box.children,
    ]) {
      expect(thrown(use).code).toBe('LVGL_DELETED');
    }
    // The memory of the old one is used again; its handle is not.
    for (let i = 0; i < 100; i += 1) Label.create(screen).delete();
    expect(thrown(() => label.text).code).toBe('LVGL_DELETED');
  });

  it('after close, twice closed, and with things from before a close', () => {
    const first = lvgl.open();
    const label = Label.create(lvgl.display(first).screen);
    const style = first.createStyle();
    first.close();
    expect(
      thrown(() => {
        first.close();
      }).code,
    ).toBe('LVGL_CLOSED');
    expect(thrown(() => label.text).code).toBe('LVGL_CLOSED');
    expect(thrown(() => first.createDisplay({ width: 1, height: 1 })).code).toBe('LVGL_CLOSED');
    const second = lvgl.open();
    const screen = lvgl.display(second).screen;
    second.createStyle();
    expect(thrown(() => label.text).code).toBe('LVGL_CLOSED');
    expect(thrown(() => screen.addStyle(style)).code).toBe('LVGL_DELETED');
  });

  it('while it is open already', () => {
    lvgl.open();
    expect(['LVGL_BUSY', 'LVGL_THREAD']).toContain(thrown(() => Lvgl.open()).code);
  });

  it('opened and closed again and again', () => {
    for (let i = 0; i < 20; i += 1) {
      const open = lvgl.open();
      const display = open.createDisplay({ width: 100, height: 100 });
      Textarea.create(display.screen, { text: 'x' });
      open.createGroup();
      open.createKeypad(display);
      open.createTimer(5, () => undefined);
      open.advance(20);
      expect(open.census).toMatchObject({ display: 1, group: 1, keypad: 1, timer: 1 });
      open.close();
    }
  });

  it('on a display, keypad or group that was closed', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const screen = display.screen;
    const group = open.createGroup().add(Obj.create(screen));
    const keypad = open.createKeypad(display).setGroup(group);
    group.delete();
    keypad.tap(Key.Enter);
    display.close();
    expect(
      thrown(() => {
        display.refreshNow();
      }).code,
    ).toBe('LVGL_DELETED');
    expect(
      thrown(() => {
        display.close();
      }).code,
    ).toBe('LVGL_DELETED');
    expect(thrown(() => screen.childCount).code).toBe('LVGL_DELETED');
    expect(
      thrown(() => {
        keypad.tap(Key.Enter);
      }).code,
    ).toBe('LVGL_CLOSED');
    expect(thrown(() => group.focusNext()).code).toBe('LVGL_DELETED');
    open.advance(50);
  });

  it('deleting what a display cannot be without', () => {
    const display = lvgl.display(lvgl.open());
    const { screen, topLayer } = display;
    expect(
      thrown(() => {
        screen.delete();
      }).message,
    ).toMatch(/load another one/);
    expect(
      thrown(() => {
        topLayer.delete();
      }).message,
    ).toMatch(/layer lives as long/);
    display.load(display.createScreen());
    screen.delete();
    display.refreshNow();
    expect(screen.isAlive).toBe(false);
  });

  it('making an object a child of itself', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const box = Obj.create(screen);
    const inner = Obj.create(box);
    expect(thrown(() => box.setParent(inner)).message).toMatch(/child of itself/);
    expect(thrown(() => screen.setParent(box)).code).toBe('LVGL_ARGUMENT');
  });

  it('using a part of another, or of a deleted widget', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const [one, two] = [Chart.create(screen), Chart.create(screen)];
    const series = one.addSeries(0, ChartAxis.PrimaryY)!;
    expect(
      thrown(() => {
        setSeriesValues(two, series, [1]);
      }).message,
    ).toMatch(/belongs to another widget/);
    expect(
      thrown(() => {
        setSeriesValues(one, series, [1.5]);
      }).message,
    ).toMatch(/whole numbers/);
    one.removeSeries(series);
    expect(
      thrown(() => {
        setSeriesValues(one, series, [1]);
      }).code,
    ).toBe('LVGL_DELETED');
    const other = two.addSeries(0, ChartAxis.PrimaryY)!;
    two.delete();
    expect(
      thrown(() => {
        setSeriesValues(one, other, [1]);
      }).code,
    ).toBe('LVGL_DELETED');
  });

  it('from inside callbacks that must not do it', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const object = Obj.create(display.screen, { w: 20, h: 20, style: { bgOpa: 255 } });
    const codes: (string | undefined)[] = [];
    object.on('clicked', () => {
      codes.push(
        thrown(() => {
          open.close();
        }).code,
        thrown(() => {
          display.close();
        }).code,
        thrown(() => {
          open.createKeypad(display).tap(10);
        }).code,
      );
    });
    object.send('clicked');
    object.on('drawMain', () => {
      codes.push(
        thrown(() => {
          object.delete();
        }).code,
        thrown(() => object.style({ width: 3 })).code,
        thrown(() => {
          display.refreshNow();
        }).code,
      );
    });
    display.refreshNow();
    expect(codes).toEqual(Array.from({ length: 6 }, () => 'LVGL_BUSY'));
    expect([object.isAlive, display.screen.childCount]).toEqual([true, 1]);
  });

  it('and what listeners throw comes out of the call that led there, with LVGL whole', () => {
    const open = lvgl.open();
    const flushes: number[] = [];
    const display = open.createDisplay({ width: 50, height: 50, onFlush: ({ width }) => flushes.push(width) });
    const object = Obj.create(display.screen);
    const offs = [1, 2].map((n) =>
      object.on('clicked', () => {
        throw new Error(`listener ${n}`);
      }),
    );
    expect(() => object.send('clicked')).toThrow(AggregateError);
    offs[1]!();
    expect(() => object.send('clicked')).toThrow('listener 1');
    const timer = open.createTimer(10, () => {
      throw new Error('timer');
    });
    expect(() => {
      open.advance(10);
    }).toThrow('timer');
    timer.delete();
    display.onFlush = () => {
      throw new Error('flush');
    };
    display.invalidate();
    expect(() => {
      display.refreshNow();
    }).toThrow('flush');
    display.onFlush = ({ width }) => flushes.push(width);
    display.invalidate();
    display.refreshNow();
    expect(flushes.at(-1)).toBe(50);
  });

  it('and an exception inside a nested call comes out of that call, where it can be caught', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const [outer, inner] = [Obj.create(screen), Obj.create(screen)];
    inner.on('clicked', () => {
      throw new Error('inner');
    });
    const seen: string[] = [];
    outer.on('clicked', () => {
      seen.push(thrown(() => inner.send('clicked')).message);
    });
    outer.send('clicked');
    expect(seen).toEqual(['inner']);
  });

  it('from a worker, which gets a word about it, and may have LVGL when it is free', async () => {
    const open = lvgl.open();
    expect(await openInWorker()).toBe('LVGL_THREAD');
    expect(open.createDisplay({ width: 10, height: 10 }).size.width).toBe(10);
    open.close();
    expect(await openInWorker()).toBe('opened');
    // It ended without closing: its environment's end has closed LVGL.
    lvgl.open();
  });

  it('and garbage collection takes nothing that LVGL still uses', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const open = lvgl.open();
    const display = lvgl.display(open);
    let clicks = 0;
    (() => {
      const label = Label.create(display.screen, { text: 'kept', style: { textFont: open.font('inter-16') } });
      label.on('clicked', () => (clicks += 1));
      label.addStyle(open.createStyle({ bgOpa: 255 }));
    })();
    for (let i = 0; i < 5; i += 1) collect();
    const again = display.screen.child(0) as Label;
    again.send('clicked');
    display.refreshNow();
    expect([again.text, clicks]).toEqual(['kept', 1]);
  });
});

async function openInWorker(): Promise<string> {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const loaded = { exports: {} };
    process.dlopen(loaded, workerData);
    try {
      loaded.exports.open(() => undefined, true);
      const display = loaded.exports.displayCreate(20, 20, true);
      loaded.exports.create(0, loaded.exports.displayActiveScreen(display), null);
      parentPort.postMessage('opened');
    } catch (error) {
      parentPort.postMessage(error.code);
    }`;
  const worker = new Worker(source, { eval: true, workerData: addon });
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  const answer = await new Promise<string>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await ended;
  return answer;
}
