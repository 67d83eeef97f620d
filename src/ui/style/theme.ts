import { failure, success, type Result } from '../../domain/result.ts';
import type { SettingValues } from '../../domain/settings/settings.ts';
import { contrastRatio } from './contrast.ts';

/** The colours of a screen, 0xRRGGBB. */
export interface Theme {
  readonly bg: number;
  readonly surface: number;
  readonly raised: number;
  readonly line: number;
  readonly text: number;
  readonly quiet: number;
  readonly accent: number;
  readonly accentGround: number;
  /** Text and digits on the accent colour itself: the unread count. */
  readonly onAccent: number;
  readonly warn: number;
  readonly error: number;
}

export type ThemeMode = SettingValues['theme'];
export type Tone = 'text' | 'quiet' | 'accent' | 'warn' | 'error';

/** The lowest contrast that can be read without effort (WCAG AA for small text). */
export const MIN_CONTRAST = 4.5;

/**
 * Each value is one that a screen with 16 bits a pixel (5-6-5) shows exactly, so that what is judged here is what the
 * owner sees. In a neutral, green lies within 2 of the mean of red and blue; further off the ground turns lilac or
 * green.
 */
const GROUNDS: Readonly<Record<ThemeMode, Theme>> = {
  dark: {
    bg: 0x080c10,
    surface: 0x181c21,
    raised: 0x212c39,
    line: 0x29384a,
    text: 0xeff3f7,
    quiet: 0x9cb2c6,
    accent: 0x4ad7ad,
    accentGround: 0x104539,
    onAccent: 0x001008,
    warn: 0xffc34a,
    error: 0xff796b,
  },
  light: {
    bg: 0xf7f7f7,
    surface: 0xffffff,
    raised: 0xe7ebef,
    line: 0xc6cbce,
    text: 0x101418,
    quiet: 0x4a596b,
    accent: 0x087552,
    accentGround: 0xceefde,
    onAccent: 0xffffff,
    warn: 0x8c5900,
    error: 0xb52418,
  },
};

/** How much of the accent is mixed into the background of the owner's own bubbles, 0…1. */
const ACCENT_GROUND_SHARE: Readonly<Record<ThemeMode, number>> = { dark: 0.28, light: 0.18 };

interface ContrastFailure {
  readonly code: 'accent-contrast-too-low';
  /** Name of the brand whose accent was refused. */
  readonly brand: string;
  readonly ratio: number;
  readonly message: string;
}

/**
 * The theme with a brand's accent (0xRRGGBB; null for our own), rounded to what the screen shows. An accent with a
 * contrast under 4.5:1 against the background or a row with the focus is refused, with the brand's name.
 */
export function themeFor(
  mode: ThemeMode,
  brand: { readonly name: string; readonly accent: number } | null,
): Result<Theme, ContrastFailure> {
  const base = GROUNDS[mode];
  if (brand === null) return success(base);
  const accent = as565(brand.accent);
  if (accent === base.accent) return success(base);
  const weakest = [base.bg, base.raised]
    .map((ground) => ({ ground, ratio: contrastRatio(accent, ground) }))
    .reduce((one, other) => (other.ratio < one.ratio ? other : one));
  if (weakest.ratio < MIN_CONTRAST) {
    return failure({
      code: 'accent-contrast-too-low',
      brand: brand.name,
      ratio: weakest.ratio,
      message: `Brand "${brand.name}": accent ${hex(brand.accent)} has contrast ${weakest.ratio.toFixed(1)}:1 on the ${mode} ground ${hex(weakest.ground)}; at least ${MIN_CONTRAST}:1 is needed`,
    });
  }
  return success({ ...base, accent, accentGround: readableGround(accent, mode), onAccent: readableOn(accent) });
}

/** Our own theme, which is known to be readable. */
export function ownTheme(mode: ThemeMode): Theme {
  return GROUNDS[mode];
}

/** The background with the accent mixed in, as strongly as leaves text on it readable. */
function readableGround(accent: number, mode: ThemeMode): number {
  const { bg, text, quiet } = GROUNDS[mode];
  for (let share = ACCENT_GROUND_SHARE[mode]; share > 0; share -= 0.02) {
    const ground = as565(mix(accent, bg, share));
    if (contrastRatio(text, ground) >= MIN_CONTRAST && contrastRatio(quiet, ground) >= MIN_CONTRAST) return ground;
  }
  return GROUNDS[mode].raised;
}

function readableOn(accent: number): number {
  const dark = GROUNDS.dark.onAccent;
  return contrastRatio(dark, accent) >= contrastRatio(0xffffff, accent) ? dark : 0xffffff;
}

function mix(top: number, under: number, share: number): number {
  const channel = (shift: number): number => {
    const value = ((top >> shift) & 0xff) * share + ((under >> shift) & 0xff) * (1 - share);
    return Math.round(value) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}

/** The nearest colour of a screen with 5, 6 and 5 bits for red, green and blue, as 8 bits each. */
export function as565(colour: number): number {
  const channel = (shift: number, bits: number): number => {
    const most = 2 ** bits - 1;
    const step = Math.round((((colour >> shift) & 0xff) * most) / 0xff);
    // The screen fills the missing bits with the first ones.
    return ((step << (8 - bits)) | (step >> (2 * bits - 8))) << shift;
  };
  return channel(16, 5) | channel(8, 6) | channel(0, 5);
}

function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0').toUpperCase()}`;
}
