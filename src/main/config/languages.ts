import { english } from '../../ui/strings/english.ts';
import { italian } from '../../ui/strings/it.ts';

/** By the name that a handset's file has for it. */
export const LANGUAGES = { en: english, it: italian } as const;
