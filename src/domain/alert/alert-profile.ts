import type { SettingValues } from '../settings/settings.ts';

export type AlertProfile = SettingValues['alertProfile'];

/** Where a light would be seen that should not be, the LED stays dark too; the screen tells all the same. */
export function lights(profile: AlertProfile): boolean {
  return profile !== 'silent';
}

/** The buzz of a refused key is a sound like any other: who chose none wants none. */
export function sounds(profile: AlertProfile): boolean {
  return profile === 'sound';
}
