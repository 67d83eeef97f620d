import { failure, success, type Result } from '../src/domain/result.ts';
import type { KeyMap } from '../src/domain/keys/key-map.ts';
import type { Board } from '../src/ports/device/board.ts';
import type { LanguageLegends } from './key-legends.ts';
import { boardFaults } from './board-faults.ts';
import { english } from './legends/english.ts';
import { french } from './legends/french.ts';
import { german } from './legends/german.ts';
import { greek } from './legends/greek.ts';
import { italian } from './legends/italian.ts';
import { russian } from './legends/russian.ts';
import { spanish } from './legends/spanish.ts';
import { qemuArm64 } from './qemu-arm64/board.ts';
import { rpiZero2W } from './rpi-zero2w/board.ts';
import { simulator } from './simulator/board.ts';
import { simulator12Key } from './simulator-12key/board.ts';

/** All boards by name, with English keys. */
export const boards: Readonly<Record<string, Board>> = {
  [simulator.name]: simulator,
  [simulator12Key.name]: simulator12Key,
  [qemuArm64.name]: qemuArm64,
  [rpiZero2W.name]: rpiZero2W,
};

/** The keys' legends by ISO 639-1 code of the language. */
export const keypadLanguages: Readonly<Record<string, LanguageLegends>> = {
  en: english,
  it: italian,
  de: german,
  fr: french,
  es: spanish,
  ru: russian,
  el: greek,
};

/**
 * The board of that name, with its keys in that language.
 * @returns on failure a text that says what is wrong with the name, the board's data or the language.
 */
export function boardNamed(name: string, language = 'en'): Result<Board, string> {
  const board = Object.hasOwn(boards, name) ? boards[name] : undefined;
  if (board === undefined) return failure(`there is no board "${name}"; there are: ${Object.keys(boards).join(', ')}`);
  const faults = boardFaults(board);
  if (faults.length > 0) return failure(`board ${name}: ${faults.join('; ')}`);
  const keyMap = keyMapIn(language, board.keypad.keyMap);
  return keyMap.ok ? success({ ...board, keypad: { ...board.keypad, keyMap: keyMap.value } }) : keyMap;
}

/**
 * The same keys in that language.
 * @returns or what is wrong with the language, and which there are.
 */
export function keyMapIn(language: string, keyMap: KeyMap): Result<KeyMap, string> {
  const languageLegends = Object.hasOwn(keypadLanguages, language) ? keypadLanguages[language] : undefined;
  if (languageLegends === undefined) {
    return failure(`no keys for language "${language}"; there are: ${Object.keys(keypadLanguages).join(', ')}`);
  }
  const legends = keyMap.kind === 'qwerty' ? languageLegends.qwerty : languageLegends.twelveKey;
  return success({ ...keyMap, ...legends });
}
