import { describe, expect, it } from 'vitest';
import { Key, Label, Obj, State, Textarea } from '../../native/src/index.ts';
import { thrown, useLvgl } from './opened.ts';

const lvgl = useLvgl();

describe('events', () => {
  it('reach their listeners by name, with target and detail, until they are taken off', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const area = Textarea.create(screen);
    const heard: unknown[] = [];
    const off = area.on('insert', (event) =>
      heard.push([event.name, event.targetHandle === area.handle, event.detail]),
    );
    area.addText('é');
    off();
    off();
    area.addText('x');
    expect(heard).toEqual([['insert', true, 'é']]);
  });

  it('bubble to the parent when the object says so, and stop when a listener says so', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const box = Obj.create(screen);
    const child = Obj.create(box, { flagEventBubble: true });
    const heard: string[] = [];
    box.on('clicked', (event) => heard.push(event.targetHandle === child.handle ? 'child' : 'box'));
    child.send('clicked');
    const off = child.on('clicked', (event) => {
      event.stopBubbling();
    });
    child.send('clicked');
    off();
    expect(heard).toEqual(['child']);
    expect(
      thrown(() => {
        box.context.native.stopBubbling();
      }).message,
    ).toMatch(/the event is over/);
  });

  it('tell the key as a code point', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const area = Textarea.create(display.screen);
    const keypad = open.createKeypad(display).setGroup(open.createGroup().add(area));
    const keys: unknown[] = [];
    area.on('key', (event) => keys.push(event.detail));
    keypad.type('aé€🐢');
    keypad.tap(Key.Backspace);
    expect(keys).toEqual([0x61, 0xe9, 0x20ac, 0x1f422, Key.Backspace]);
    expect(area.text).toBe('aé€');
  });

  it('tell a deletion last, for the children too, while the object can still be read', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const box = Obj.create(screen);
    const label = Label.create(box, { text: 'gone' });
    const heard: string[] = [];
    box.on('delete', () => heard.push('box'));
    label.on('delete', () => heard.push(label.text));
    box.delete();
    expect(heard).toEqual(['box', 'gone']);
    expect(thrown(() => label.text).code).toBe('LVGL_DELETED');
  });

  it('may delete their own target, or its parent, from inside', () => {
    const display = lvgl.display(lvgl.open());
    const box = Obj.create(display.screen);
    const child = Obj.create(box);
    child.on('clicked', () => {
      box.delete();
    });
    const later: string[] = [];
    child.on('clicked', () => later.push('second listener'));
    expect(child.send('clicked')).toBe(false);
    expect([box.isAlive, child.isAlive, later]).toEqual([false, false, ['second listener']]);
    display.refreshNow();
  });

  it('may delete the focused object from its own key event', () => {
    const open = lvgl.open();
    const display = lvgl.display(open);
    const [first, second] = [Obj.create(display.screen), Obj.create(display.screen)];
    const group = open.createGroup().add(first, second);
    const keypad = open.createKeypad(display).setGroup(group);
    first.on('key', () => {
      first.delete();
    });
    keypad.tap(Key.Enter);
    expect([first.isAlive, group.focused]).toEqual([false, second]);
  });

  it('of a child’s making may delete the parent: the child is gone with it', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const box = Obj.create(screen);
    box.on('childCreated', () => {
      box.delete();
    });
    expect(thrown(() => Label.create(box)).code).toBe('LVGL_DELETED');
    expect([box.isAlive, screen.childCount]).toEqual([false, 0]);
  });

  it('may delete anything: it is gone at once for the program, and for LVGL when LVGL has finished', () => {
    const screen = lvgl.display(lvgl.open()).screen;
    const [box, other] = [Obj.create(screen), Obj.create(screen)];
    const label = Label.create(other);
    const seen: unknown[] = [];
    label.on('delete', () => seen.push('told'));
    box.on('clicked', () => {
      other.delete();
      seen.push(other.isAlive, label.isAlive, screen.childCount, screen.children.length);
      seen.push(thrown(() => label.text).code, thrown(() => Label.create(other)).code);
      box.setParent(screen);
    });
    expect(box.send('clicked')).toBe(true);
    expect(seen).toEqual([false, false, 1, 1, 'LVGL_DELETED', 'LVGL_DELETED', 'told']);
  });

  it('of a deletion hand the focus to what stays, not to what is half deleted', () => {
    const open = lvgl.open();
    const { screen } = lvgl.display(open);
    const stays = Obj.create(screen);
    const box = Obj.create(screen);
    const field = Textarea.create(box, { text: 'gone with its label' });
    const inside = Obj.create(field);
    const group = open.createGroup().add(field, inside, stays);
    // Its own style for the focus lets a text area look at its label.
    field.style({ padLeft: 9, textFont: open.font('inter-20') }, State.Focused);
    const heard: string[] = [];
    field.on('focused', () => heard.push('field'));
    stays.on('focused', () => heard.push('stays'));
    inside.focus();
    inside.on('delete', () => {
      heard.push(group.focused === stays ? 'inside is deleted without the focus' : 'with it');
      thrown(() => group.add(field));
    });
    box.delete();
    expect([heard, group.focused, group.objects]).toEqual([
      ['stays', 'inside is deleted without the focus'],
      stays,
      [stays],
    ]);
  });

  it('of a focus that moves may not change the members of a group', () => {
    const open = lvgl.open();
    const screen = lvgl.display(open).screen;
    const [first, second] = [Obj.create(screen), Obj.create(screen)];
    const group = open.createGroup().add(first, second);
    const codes: unknown[] = [];
    second.on('focused', () => {
      first.delete();
      codes.push(
        ...[() => group.remove(second), () => group.clear(), () => group.add(second)].map((use) => thrown(use).code),
      );
    });
    group.focusNext();
    expect([codes, group.objects, group.focused]).toEqual([Array(3).fill('LVGL_BUSY'), [second], second]);
  });

  it('that a moving focus causes on its way, such as scrolling, may not change a group either', () => {
    const open = lvgl.open();
    const box = Obj.create(lvgl.display(open).screen, { w: 50, h: 40 });
    const [first, second] = [Obj.create(box, { w: 40, h: 30 }), Obj.create(box, { w: 40, h: 30, y: 200 })];
    for (const each of [first, second]) each.set({ flagScrollOnFocus: true });
    const group = open.createGroup().add(first, second);
    const codes = new Set<unknown>();
    box.on('scrollBegin', () => {
      codes.add(thrown(() => group.clear()).code);
    });
    group.focusNext();
    open.advance(500);
    expect([[...codes][0], group.objects]).toEqual(['LVGL_BUSY', [first, second]]);
  });

  it('that cause themselves end in an error before the stack ends', () => {
    const object = Obj.create(lvgl.display(lvgl.open()).screen);
    object.on('clicked', () => {
      object.send('clicked');
    });
    expect(thrown(() => object.send('clicked')).message).toMatch(/nested 64 deep/);
    expect(object.isAlive).toBe(true);
  });

  it('of LVGL’s own making cannot be sent from outside', () => {
    const object = Obj.create(lvgl.display(lvgl.open()).screen);
    for (const name of ['drawMain', 'coverCheck', 'delete', 'getSelfSize', 'insert'] as const) {
      expect(thrown(() => object.send(name)).code, name).toBe('LVGL_ARGUMENT');
    }
  });
});
