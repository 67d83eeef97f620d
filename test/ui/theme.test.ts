import { describe, expect, it } from 'vitest';
import { contrastRatio } from '../../src/ui/contrast.ts';
import { MIN_CONTRAST, ownTheme, themeFor, type Theme } from '../../src/ui/theme.ts';

describe('contrast', () => {
  it('is that of WCAG: 21 for black on white, 1 for a colour on itself, the same both ways', () => {
    expect(contrastRatio(0x000000, 0xffffff)).toBeCloseTo(21, 5);
    expect(contrastRatio(0x4fd6a8, 0x4fd6a8)).toBe(1);
    expect(contrastRatio(0x777777, 0xffffff)).toBeCloseTo(4.48, 2);
    expect(contrastRatio(0xffffff, 0x777777)).toBe(contrastRatio(0x777777, 0xffffff));
  });
});

describe.each(['dark', 'light'] as const)('the %s theme', (mode) => {
  const theme = ownTheme(mode);
  const grounds: readonly (keyof Theme)[] = ['bg', 'surface', 'raised', 'accentGround'];

  it.each(grounds)('lets body text, times and hints be read on %s', (ground) => {
    expect(contrastRatio(theme.text, theme[ground])).toBeGreaterThanOrEqual(9.8);
    expect(contrastRatio(theme.quiet, theme[ground])).toBeGreaterThanOrEqual(4.8);
  });

  it.each(['warn', 'error', 'accent'] as const)('lets %s be read wherever it stands', (tone) => {
    expect(contrastRatio(theme[tone], theme.bg)).toBeGreaterThanOrEqual(MIN_CONTRAST);
    expect(contrastRatio(theme[tone], theme.surface)).toBeGreaterThanOrEqual(MIN_CONTRAST);
  });

  it('lets the count be read on the accent', () => {
    expect(contrastRatio(theme.onAccent, theme.accent)).toBeGreaterThanOrEqual(MIN_CONTRAST);
  });
});

describe("a brand's accent", () => {
  it('is taken when it can be read, with grounds and counts that can be read too', () => {
    const result = themeFor('dark', { name: 'Blue', accent: 0x6fa8ff });
    if (!result.ok) throw new Error(result.error.message);
    const { accent, accentGround, onAccent, text, quiet } = result.value;
    expect(accent).toBe(0x6fa8ff);
    expect(contrastRatio(text, accentGround)).toBeGreaterThanOrEqual(MIN_CONTRAST);
    expect(contrastRatio(quiet, accentGround)).toBeGreaterThanOrEqual(MIN_CONTRAST);
    expect(contrastRatio(onAccent, accent)).toBeGreaterThanOrEqual(MIN_CONTRAST);
  });

  it('is refused by name when it falls under 4.5:1 on the background', () => {
    const result = themeFor('dark', { name: 'Midnight Ltd', accent: 0x123456 });
    expect(result).toMatchObject({ ok: false, error: { code: 'accent-contrast-too-low', brand: 'Midnight Ltd' } });
    if (!result.ok) expect(result.error.message).toContain('"Midnight Ltd": accent #123456');
  });

  it('is judged on the ground that it will stand on', () => {
    expect(themeFor('dark', { name: 'Mint', accent: 0x4fd6a8 }).ok).toBe(true);
    expect(themeFor('light', { name: 'Mint', accent: 0x4fd6a8 }).ok).toBe(false);
  });
});
