// A handset of few words, in a process of its own: real keys, and what they type as stripes on the screen. Enter lights its LED.
import { boardNamed } from '../../../board/boards.ts';
import { KeyReader } from '../../../src/handset/keys/key-reader.ts';
import { SystemClock } from '../../../src/main/machine/time/system-clock.ts';
import { ProcessChannel } from '../../../src/simulator/wire/process-channel.ts';
import { SimulatedBoard } from '../../../src/simulator/device/simulated-board.ts';
import { createInputMethod } from '../../../src/domain/input/create-input-method.ts';
import type { InputEvent } from '../../../src/domain/input/input-event.ts';
import type { InputField } from '../../../src/domain/input/input-field.ts';

const found = boardNamed(process.argv[2] ?? 'simulator');
if (!found.ok) throw new Error(found.error);
const { screen, keypad } = found.value;
const clock = new SystemClock();
const board = new SimulatedBoard(new ProcessChannel(process), clock, screen);
const keys = new KeyReader({ keypad: board.keypad, clock, keyMap: keypad.keyMap, debounceMs: keypad.debounceMs });

const method = createInputMethod(keypad.keyMap);
let text = '';
const field = (): InputField => ({ kind: 'message', textBeforeCursor: text });
const commands: string[] = [];
const STRIPE_PX = 8;

function drawStripe(index: number): void {
  const pixels = new Uint8Array(STRIPE_PX * STRIPE_PX * 2);
  // Bright green in RGB565, little endian.
  for (let at = 0; at < pixels.length; at += 2) pixels.set([0xe0, 0x07], at);
  board.screen.draw({ x: (index % 20) * STRIPE_PX, y: 0, width: STRIPE_PX, height: STRIPE_PX, pixels });
}

function handle(event: InputEvent | null): void {
  if (event === null) return;
  if (event.kind === 'text') text += event.text;
  if (event.kind === 'replace') text = text.slice(0, -1) + event.text;
  if (event.kind === 'text' || event.kind === 'replace') drawStripe(text.length);
  if (event.kind !== 'command') return;
  commands.push(event.command);
  if (event.command === 'backspace') text = text.slice(0, -1);
  if (event.command === 'enter') {
    board.led.show({
      name: 'message',
      steps: [
        { colour: 'green', durationMs: 200 },
        { colour: 'off', durationMs: 300 },
      ],
    });
    board.buzzer.play({
      name: 'message',
      steps: [
        { frequencyHz: 2000, durationMs: 400 },
        { frequencyHz: 0, durationMs: 50 },
      ],
    });
  }
  if (event.command === 'back') board.led.show({ name: 'dark', steps: [] });
  if (event.command === 'menu') process.exit(3);
}

/** The text, and the letter case unless it is abc: as the real screen has them. */
function writing(): readonly string[] {
  return [text, ...(method.mode(field()) === 'abc' ? [] : [method.mode(field())])];
}

board.serve({
  screenText: () => ({
    lines: [...writing(), commands.join(' ')],
    focused: text,
    field: { textBefore: text, mode: method.mode(field()) },
  }),
  stop: () => {
    keys.close();
    board.close();
  },
});
keys.start({
  key: (event) => {
    handle(method.decide(event, field()));
    handle(method.key(event, field()));
  },
  stuckKeysChanged: () => undefined,
});
const { widthPx: width, heightPx: height } = screen;
board.screen.draw({ x: 0, y: 0, width, height, pixels: new Uint8Array(width * height * 2).fill(0x21) });
board.reportLink('registered');
