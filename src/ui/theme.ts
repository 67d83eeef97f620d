import { failure, success, type Result } from '../domain/result.ts';
import type { SettingValues } from '../domain/settings/settings.ts';
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

const GROUNDS: Readonly<Record<ThemeMode, Theme>> = {
  dark: {
    bg: 0x0b0f14,
    surface: 0x161d26,
    raised: 0x222c38,
    line: 0x2c3846,
    text: 0xf2f6fa,
    quiet: 0x9fb0c0,
    accent: 0x4fd6a8,
    accentGround: 0x12463a,
    onAccent: 0x06110d,
    warn: 0xffc14d,
    error: 0xff7a6b,
  },
  light: {
    bg: 0xf4f6f8,
    surface: 0xffffff,
    raised: 0xe3e9ef,
    line: 0xc4ced8,
    text: 0x10161c,
    quiet: 0x4c5a68,
    accent: 0x0a7d58,
    accentGround: 0xcdefe2,
    onAccent: 0xffffff,
    warn: 0x8f5a00,
    error: 0xb3261e,
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
 * The theme with a brand's accent (0xRRGGBB; null for our own). An accent with a contrast under 4.5:1 against the
 * background is refused, with the brand's name.
 */
export function themeFor(
  mode: ThemeMode,
  brand: { readonly name: string; readonly accent: number } | null,
): Result<Theme, ContrastFailure> {
  const base = GROUNDS[mode];
  if (brand === null || brand.accent === base.accent) return success(base);
  const ratio = contrastRatio(brand.accent, base.bg);
  if (ratio < MIN_CONTRAST) {
    return failure({
      code: 'accent-contrast-too-low',
      brand: brand.name,
      ratio,
      message: `Brand "${brand.name}": accent ${hex(brand.accent)} has contrast ${ratio.toFixed(1)}:1 on the ${mode} background ${hex(base.bg)}; at least ${MIN_CONTRAST}:1 is needed`,
    });
  }
  const accent = brand.accent;
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
    const ground = mix(accent, bg, share);
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

function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0').toUpperCase()}`;
}
