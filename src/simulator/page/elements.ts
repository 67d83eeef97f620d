/** Makes an element with its class and its content. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

/** An element of index.html. */
export function pageElement(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/** What an element's edges and padding take at its left and right together, px. */
export function sidesPx(of: HTMLElement): number {
  const { paddingLeft, paddingRight, borderLeftWidth, borderRightWidth } = getComputedStyle(of);
  return [paddingLeft, paddingRight, borderLeftWidth, borderRightWidth].reduce((sum, px) => sum + parseFloat(px), 0);
}
