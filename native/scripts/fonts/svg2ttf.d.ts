declare module 'svg2ttf' {
  function svg2ttf(svgFont: string, options?: { readonly ts?: number }): { readonly buffer: Uint8Array };
  export = svg2ttf;
}
