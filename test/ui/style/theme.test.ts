import { describe, expect, it } from 'vitest';
import { contrastRatio } from '../../../src/ui/style/contrast.ts';
import { as565, MIN_CONTRAST, ownTheme, themeFor, type Theme } from '../../../src/ui/style/theme.ts';

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

  it.each(Object.entries(theme))(
    'has a %s that a screen with 16 bits a pixel shows exactly',
    (_name, colour: number) => {
      const [red, green, blue] = [colour >> 16, (colour >> 8) & 0xff, colour & 0xff] as [number, number, number];
      const shown = [(red & 0xf8) | (red >> 5), (green & 0xfc) | (green >> 6), (blue & 0xf8) | (blue >> 5)];
      expect([red, green, blue]).toEqual(shown);
    },
  );

  it.each(['bg', 'surface', 'raised', 'line', 'text', 'quiet'] as const)(
    'has a %s that is no lilac and no green',
    (name) => {
      const colour = theme[name];
      const mean = ((colour >> 16) + (colour & 0xff)) / 2;
      expect(Math.abs(((colour >> 8) & 0xff) - mean)).toBeLessThanOrEqual(2);
    },
  );

  it.each(grounds)('lets body text, times and hints be read on %s', (ground) => {
    expect(contrastRatio(theme.text, theme[ground])).toBeGreaterThanOrEqual(9.7);
    expect(contrastRatio(theme.quiet, theme[ground])).toBeGreaterThanOrEqual(4.9);
  });

  it.each(['warn', 'error', 'accent'] as const)('lets %s be read on every ground where it stands', (tone) => {
    // Errors never stand on the accent's ground.
    const under = grounds
      .filter((ground) => tone !== 'error' || ground !== 'accentGround')
      .map((ground) => theme[ground]);
    for (const ground of under) expect(contrastRatio(theme[tone], ground)).toBeGreaterThanOrEqual(MIN_CONTRAST);
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
    expect(accent).toBe(as565(0x6fa8ff));
    expect(accentGround).toBe(as565(accentGround));
    expect(contrastRatio(text, accentGround)).toBeGreaterThanOrEqual(MIN_CONTRAST);
    expect(contrastRatio(quiet, accentGround)).toBeGreaterThanOrEqual(MIN_CONTRAST);
    expect(contrastRatio(onAccent, accent)).toBeGreaterThanOrEqual(MIN_CONTRAST);
  });

  it('is refused by name when it falls under 4.5:1 on the background', () => {
    const result = themeFor('dark', { name: 'Midnight Ltd', accent: 0x123456 });
    expect(result).toMatchObject({ ok: false, error: { code: 'accent-contrast-too-low', brand: 'Midnight Ltd' } });
    if (!result.ok) expect(result.error.message).toContain('"Midnight Ltd": accent #123456');
  });

  it('is judged as the screen shows it, on a row with the focus too', () => {
    // 4.8:1 on the background, 4.3:1 on a row with the focus.
    const result = themeFor('light', { name: 'Mist', accent: 0x087d5a });
    expect(result).toMatchObject({ ok: false, error: { brand: 'Mist' } });
    expect(contrastRatio(0x087d5a, ownTheme('light').bg)).toBeGreaterThanOrEqual(MIN_CONTRAST);
  });

  it('is judged on the ground that it will stand on', () => {
    expect(themeFor('dark', { name: 'Mint', accent: 0x4fd6a8 }).ok).toBe(true);
    expect(themeFor('light', { name: 'Mint', accent: 0x4fd6a8 }).ok).toBe(false);
  });
});
