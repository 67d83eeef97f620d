import { english } from '../../ui/languages/english.ts';
import { italian } from '../../ui/languages/it.ts';

/** By the name that a handset's file has for it. */
export const LANGUAGES = { en: english, it: italian } as const;
