// Outlines on a grid of 24 by 24, y downwards, from which the icons are made. They are filled by the non-zero rule:
// overlapping shapes join, and a hole is drawn in the opposite direction.

export type Point = readonly [number, number];
export type Outline = readonly Point[];

const circlePoints = 40;

export const polygon = (...points: readonly Point[]): Outline[] => [oriented(points, true)];

export const rectangle = (x: number, y: number, width: number, height: number): Outline[] =>
  polygon([x, y], [x + width, y], [x + width, y + height], [x, y + height]);

export function disc(x: number, y: number, radius: number): Outline[] {
  const points = Array.from({ length: circlePoints }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / circlePoints;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
  return polygon(...points);
}

/** Cuts the inner shapes out of the outer ones. They must lie inside these. */
export const without = (outer: readonly Outline[], inner: readonly Outline[]): Outline[] => [
  ...outer,
  ...inner.map((outline) => oriented(outline, false)),
];

export const ring = (x: number, y: number, radius: number, width: number): Outline[] =>
  without(disc(x, y, radius), disc(x, y, radius - width));

/** A rectangular frame with lines of width `line`. */
export const frame = (x: number, y: number, width: number, height: number, line: number): Outline[] =>
  without(rectangle(x, y, width, height), rectangle(x + line, y + line, width - 2 * line, height - 2 * line));

/** A line of this width, with round ends and corners. */
export function stroke(width: number, ...points: readonly Point[]): Outline[] {
  const joints = points.flatMap(([x, y]) => disc(x, y, width / 2));
  const segments = points.slice(1).flatMap((to, i) => segment(points[i]!, to, width));
  return [...segments, ...joints];
}

/** Part of a ring, from one angle to the other; in degrees, clockwise from the right. */
export function arc(center: Point, radius: number, width: number, degrees: Point): Outline[] {
  const [from, to] = degrees;
  const steps = Math.max(2, Math.ceil(Math.abs(to - from) / 9));
  const points = Array.from({ length: steps + 1 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [center[0] + radius * Math.cos(angle), center[1] + radius * Math.sin(angle)];
  });
  return stroke(width, ...points);
}

/** A star with five points. */
export function star(x: number, y: number, radius: number): Outline {
  return Array.from({ length: 10 }, (_, i): Point => {
    const angle = (Math.PI * i) / 5 - Math.PI / 2;
    const length = i % 2 === 0 ? radius : radius * 0.42;
    return [x + length * Math.cos(angle), y + length * Math.sin(angle)];
  });
}

export const moved = (outlines: readonly Outline[], dx: number, dy: number): Outline[] =>
  outlines.map((outline) => outline.map(([x, y]): Point => [x + dx, y + dy]));

export const mirrored = (outlines: readonly Outline[]): Outline[] =>
  outlines.map((outline) => outline.map(([x, y]): Point => [24 - x, y]).reverse());

export const turned = (outlines: readonly Outline[]): Outline[] =>
  outlines.map((outline) => outline.map(([x, y]): Point => [24 - y, x]));

function segment([x1, y1]: Point, [x2, y2]: Point, width: number): Outline[] {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length === 0) return [];
  const dx = (((y2 - y1) / length) * width) / 2;
  const dy = (((x2 - x1) / length) * width) / 2;
  return polygon([x1 + dx, y1 - dy], [x2 + dx, y2 - dy], [x2 - dx, y2 + dy], [x1 - dx, y1 + dy]);
}

const area = (points: readonly Point[]): number =>
  points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);

const oriented = (points: readonly Point[], clockwise: boolean): Outline =>
  area(points) > 0 === clockwise ? points : [...points].reverse();
