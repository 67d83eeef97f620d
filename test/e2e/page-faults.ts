import type { Page } from 'playwright-core';

/** Looks at the page as it stands, and names what is cut off, lies over something else, or cannot be clicked. */
const LOOK = `(async () => {
  // The page hears of a new size with the next frame.
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const faults = [];
  const name = (element) => element.dataset.key ?? element.className ?? element.id;
  const meet = (one, other) =>
    one.left < other.right - 0.5 && other.left < one.right - 0.5 &&
    one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const textBox = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push('the page scrolls sideways');
  const shown = all('h1, header span, .caption span, .body, .top, .screen, canvas, .key, .button, .state');
  for (const element of shown) {
    const box = element.getBoundingClientRect();
    const top = box.top + scrollY;
    if (box.left < 0 || box.right > document.documentElement.clientWidth || top < 0) faults.push(name(element) + ' is out of the page');
    if (element.scrollWidth > Math.ceil(box.width)) faults.push(name(element) + ' is cut off');
  }
  for (const heading of all('h1')) if (heading.getBoundingClientRect().top + scrollY < 6) faults.push('the heading touches the edge');
  const apart = [...all('h1, header span'), ...all('.caption, .body, .tools')];
  const groups = [apart, ...all('.body').map((body) => [...all('.screen, .key, .top', body)]), ...all('.tools').map((tools) => [...tools.children])];
  for (const group of groups) for (const [index, one] of group.entries()) for (const other of group.slice(index + 1)) {
    if (meet(one.getBoundingClientRect(), other.getBoundingClientRect())) faults.push(name(one) + ' lies over ' + name(other));
  }
  for (const canvas of all('canvas')) {
    const frame = canvas.closest('.body').getBoundingClientRect();
    const box = canvas.getBoundingClientRect();
    if (box.left < frame.left || box.right > frame.right) faults.push('a screen is wider than its case');
    const scale = (box.width * devicePixelRatio) / canvas.width;
    if (Math.abs(scale - Math.round(scale)) > 0.002 || scale < 0.99) faults.push('a screen is drawn at ' + scale);
  }
  for (const key of all('.key')) {
    const box = key.getBoundingClientRect();
    const [label, legend] = [key.firstChild, key.querySelector('s')];
    const words = textBox(label);
    if (words.left < box.left || words.right > box.right) faults.push('the label of ' + name(key) + ' is wider than the key');
    if (legend !== null && textBox(legend).right > box.right) faults.push('the legend of ' + name(key) + ' is out of the key');
    if (legend !== null && textBox(legend).left < words.right - 1) faults.push('the legend of ' + name(key) + ' lies over its label');
    if (box.width < 24 || box.height < 24) faults.push(name(key) + ' is too small for a finger');
  }
  for (const element of all('.key, .button')) {
    element.scrollIntoView({ block: 'center' });
    const box = element.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (!element.contains(hit)) faults.push(name(element) + ' cannot be clicked');
  }
  scrollTo(0, 0);
  return [...new Set(faults)];
})()`;

export function pageFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(LOOK);
}
