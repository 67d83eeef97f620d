import type { Backlight } from '../../ports/device/backlight.ts';
import type {
  BacklightDriverData,
  BuzzerDriverData,
  KeypadDriverData,
  LedDriverData,
  NetworkDriverData,
  PowerDriverData,
  ScreenDriverData,
} from '../../ports/device/board.ts';
import type { Buzzer } from '../../ports/device/buzzer.ts';
import type { Keypad } from '../../ports/device/keypad.ts';
import type { Led } from '../../ports/device/led.ts';
import type { Network } from '../../ports/network/network.ts';
import type { Power } from '../../ports/device/power.ts';
import { backlightClass } from './backlight/backlight-class.ts';
import { gpioBacklight } from './backlight/gpio.ts';
import { noBacklight } from './backlight/none.ts';
import { panelPower } from './backlight/panel.ts';
import { gpioBuzzer } from './buzzer/gpio.ts';
import { inputBeeper } from './buzzer/input-beeper.ts';
import { pwm } from './buzzer/pwm.ts';
import type { Drivers } from './driver.ts';
import { gpioDirect } from './keypad/gpio/gpio-direct.ts';
import { gpioMatrix } from './keypad/gpio/gpio-matrix.ts';
import { inputDevice } from './keypad/input/input-device.ts';
import { uart } from './keypad/uart/uart.ts';
import { gpioLed } from './led/gpio.ts';
import { ledClass } from './led/led-class.ts';
import { noNetwork } from './network/none.ts';
import { systemNetwork } from './network/system.ts';
import { noPower } from './power/none.ts';
import { powerSupply } from './power/power-supply.ts';
import { drm } from './screen/drm.ts';
import { framebuffer } from './screen/framebuffer.ts';
import type { ScreenDevice } from './screen/screen-device.ts';

/** The drivers of real parts: one for every kind that a board's data may name, except `simulated`. */
export const hardwareDrivers: {
  readonly keypad: Drivers<Omit<KeypadDriverData, 'simulated'>, Keypad>;
  readonly led: Drivers<Omit<LedDriverData, 'simulated'>, Led>;
  readonly buzzer: Drivers<Omit<BuzzerDriverData, 'simulated'>, Buzzer>;
  readonly screen: Drivers<Omit<ScreenDriverData, 'simulated'>, ScreenDevice>;
  readonly backlight: Drivers<Omit<BacklightDriverData, 'simulated'>, Backlight>;
  readonly power: Drivers<PowerDriverData, Power>;
  readonly network: Drivers<NetworkDriverData, Network>;
} = {
  keypad: { 'gpio-matrix': gpioMatrix, 'gpio-direct': gpioDirect, 'input-device': inputDevice, uart },
  led: { 'led-class': ledClass, gpio: gpioLed },
  buzzer: { pwm, gpio: gpioBuzzer, 'input-beeper': inputBeeper },
  screen: { drm, framebuffer },
  backlight: { 'backlight-class': backlightClass, gpio: gpioBacklight, panel: panelPower, none: noBacklight },
  power: { 'power-supply': powerSupply, none: noPower },
  network: { system: systemNetwork, none: noNetwork },
};
