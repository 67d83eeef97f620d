import { choice, onOff, timeZone, wholeNumber, type Setting } from './setting.ts';

/**
 * Everything that can be set, by name. The configuration file, the store and the screen know no other list: a new
 * setting is a line here, and the place that reads it.
 */
const DEFINITIONS = {
  /** Of the screen and of the keys: ISO 639-1. */
  language: choice(['en', 'it'], 'en'),
  theme: choice(['dark', 'light'], 'dark'),
  textSize: choice(['normal', 'large'], 'normal'),
  /** For the clock and the dates on the screen. */
  timeZone: timeZone('UTC'),
  /** What tells of a message: LED and buzzer, the LED alone, or nothing but the screen. */
  alertProfile: choice(['sound', 'led-only', 'silent'], 'sound'),
  /** The keypad locks after so long without a key; 0 never by itself. */
  keypadLockSeconds: wholeNumber({ least: 0, most: 3_600, unit: 'seconds' }, 60),
  /** Of the screen while it is lit. */
  brightnessPercent: wholeNumber({ least: 5, most: 100, unit: 'percent' }, 80),
  /** The screen goes dark after so long without a key, and when the keypad locks; 0 never. */
  screenOffSeconds: wholeNumber({ least: 0, most: 3_600, unit: 'seconds' }, 30),
  /**
   * Senders are told when their message was read, and the owner sees when theirs was: display notifications, both ways.
   */
  readReports: onOff(false),
  /** All radios are silent; a wire still works. */
  flightMode: onOff(false),
  /** Nothing is kept of senders who are no contacts, and to whom the owner has not written. */
  onlyContacts: onOff(false),
};

export type SettingName = keyof typeof DEFINITIONS;
export type SettingValues = {
  readonly [Name in SettingName]: (typeof DEFINITIONS)[Name] extends Setting<infer Value> ? Value : never;
};

export const SETTINGS: { readonly [Name in SettingName]: Setting<SettingValues[Name]> } = DEFINITIONS;
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** What the operator says of the settings, in the configuration file. */
export interface OperatorSettings {
  /** Instead of our own defaults. */
  readonly defaults: Partial<SettingValues>;
  /** What the owner may not change. */
  readonly locked: readonly SettingName[];
}

export const NO_OPERATOR_SETTINGS: OperatorSettings = { defaults: {}, locked: [] };

/**
 * The owner's own value (null: none) unless the operator has locked the setting; else the operator's default; else
 * ours.
 */
export function valueInForce<Name extends SettingName>(
  name: Name,
  operator: OperatorSettings,
  own: SettingValues[Name] | null = null,
): SettingValues[Name] {
  const byDefault: SettingValues[Name] = operator.defaults[name] ?? SETTINGS[name].default;
  return own === null || operator.locked.includes(name) ? byDefault : own;
}
