import type { SettingValues } from '../../domain/settings/settings.ts';
import { english } from './english.ts';
import { italian } from './it.ts';
import type { Language } from './strings.ts';

/** By the name that the setting has for it. */
export const LANGUAGES: Readonly<Record<SettingValues['language'], Language>> = { en: english, it: italian };
