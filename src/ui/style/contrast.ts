/** Contrast of two colours by WCAG 2.1 (relative luminance, §1.4.3). Colours are 0xRRGGBB. */
export function contrastRatio(first: number, second: number): number {
  const [lighter, darker] = [relativeLuminance(first), relativeLuminance(second)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (lighter + 0.05) / (darker + 0.05);
}

function relativeLuminance(colour: number): number {
  const red = linear((colour >> 16) & 0xff);
  const green = linear((colour >> 8) & 0xff);
  const blue = linear(colour & 0xff);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
