import { FakeKernel } from '../kernel/fake-kernel.ts';

/** Two chips, of which "keypad" has the lines 520 to 543. */
export const TWO_CHIPS = new FakeKernel({
  '/sys/class/gpio/export': '',
  '/sys/class/gpio/gpiochip512/label': 'other\n',
  '/sys/class/gpio/gpiochip512/base': '512\n',
  '/sys/class/gpio/gpiochip512/ngpio': '8\n',
  '/sys/class/gpio/gpiochip520/label': 'keypad\n',
  '/sys/class/gpio/gpiochip520/base': '520\n',
  '/sys/class/gpio/gpiochip520/ngpio': '24\n',
});
