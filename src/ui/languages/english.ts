import { en, enPlurals } from './en.ts';
import type { Language } from './strings.ts';

export const english: Language = { locale: 'en-GB', texts: en, plurals: enPlurals };
