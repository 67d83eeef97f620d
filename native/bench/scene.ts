// The scene of the benchmark, the same as in scene.h and bare.c: a thread of 50 bubbles and a text field on 320x240.
import { FlexFlow, Label, Layout, Obj, Textarea, type Display, type Keypad, type Lvgl } from '../src/index.ts';

const width = 320;
const height = 240;
const bubbles = 50;
const fieldHeight = 32;
const text = 'A message as people write them, of a line or two: see you at eight?';

/** The field is emptied after this many characters. */
export const longest = 40;

export interface Scene {
  readonly display: Display;
  readonly field: Textarea;
  readonly keypad: Keypad;
}

export function buildScene(lvgl: Lvgl, onFlush: () => void): Scene {
  const display = lvgl.createDisplay({ width, height, theme: 'none', onFlush });
  display.screen.style({ bgColor: '#0b0f14', bgOpa: 255, textColor: '#f2f6fa', textFont: lvgl.font('inter-16') });
  const place = { x: 0, y: 0, w: width, h: height - fieldHeight };
  const thread = Obj.create(display.screen, { ...place, style: { layout: Layout.Flex, flexFlow: FlexFlow.Column } });
  const bubble = lvgl.createStyle({ bgColor: '#222c38', bgOpa: 255, radius: 8 });
  for (let i = 0; i < bubbles; i += 1) Label.create(thread, { w: 200, text }).addStyle(bubble);
  thread.child(-1)?.scrollToView(false);
  const field = Textarea.create(display.screen, {
    x: 0,
    y: height - fieldHeight,
    w: width,
    h: fieldHeight,
    oneLine: true,
  });
  field.style({ bgColor: '#161d26', bgOpa: 255 });
  const keypad = lvgl.createKeypad(display).setGroup(lvgl.createGroup().add(field));
  return { display, field, keypad };
}
