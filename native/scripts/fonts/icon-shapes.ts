// Our icons, drawn here. Names and code points are in src/icons.ts.
import type { IconName } from '../../src/icons.ts';
import {
  arc,
  disc,
  frame,
  mirrored,
  moved,
  polygon,
  rectangle,
  ring,
  star,
  stroke,
  turned,
  without,
  type Outline,
  type Point,
} from './shapes.ts';

const line = 2.6;

const tick = (dx: number): Outline[] => stroke(line, [4 + dx, 12.5], [8.5 + dx, 17], [18 + dx, 6.5]);

const right: Outline[] = polygon([7, 3], [19, 12], [7, 21]);
const smallRight: Outline[] = polygon([8, 6], [16, 12], [8, 18]);
const arrowUp: Outline[] = [...stroke(line, [12, 20], [12, 5]), ...stroke(line, [6, 11], [12, 4.5], [18, 11])];

const battery = (fill: number): Outline[] => [
  ...frame(1, 6.5, 19, 11, 2),
  ...rectangle(20.5, 9.5, 2.5, 5),
  ...(fill > 0 ? rectangle(4, 9.5, (13 * fill) / 4, 5) : []),
];

const handset: Outline[] = [
  ...stroke(5, [5, 18], [5, 17]),
  ...stroke(5, [19, 18], [19, 17]),
  ...stroke(3.2, [4.5, 16], [8, 13.2], [12, 12.3], [16, 13.2], [19.5, 16]),
];

const envelope: Outline[] = [...frame(2, 5, 20, 14, 2.2), ...stroke(2.2, [3.5, 7], [12, 13.5], [20.5, 7])];
const speaker: Outline[] = polygon([2, 9], [6, 9], [12, 4], [12, 20], [6, 15], [2, 15]);
const slash: Outline[] = stroke(line, [4, 20], [20, 4]);
const bang: readonly Outline[] = [...rectangle(10.7, 6, 2.6, 7.5), ...disc(12, 16.8, 1.7)];
const clockHands: Outline[] = stroke(2, [12, 7.5], [12, 12.4], [15.5, 14.5]);
const padlock = (shackle: Outline[]): Outline[] => [
  ...without(rectangle(4.5, 10.5, 15, 11), disc(12, 16, 1.9)),
  ...shackle,
];
const person: Outline[] = [
  ...disc(12, 7.5, 4.3),
  ...polygon([3.5, 21], [4.2, 17.3], [6.5, 14.8], [9.5, 13.6], [14.5, 13.6], [17.5, 14.8], [19.8, 17.3], [20.5, 21]),
];
const shiftShape: Outline = [
  [12, 3],
  [21, 12.5],
  [16.3, 12.5],
  [16.3, 19],
  [7.7, 19],
  [7.7, 12.5],
  [3, 12.5],
];
const lamp: Point = [12, 12];
const rays = (from: number, to: number): Outline[] =>
  Array.from({ length: 8 }, (_, i) => {
    const [x, y] = [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)];
    return stroke(2.2, [12 + x * from, 12 + y * from], [12 + x * to, 12 + y * to]);
  }).flat();

/** Widths on the grid of icons that are not 24 wide. */
export const iconWidths: Partial<Record<IconName, number>> = {
  doubleTick: 30,
  tick: 22,
  link: 18,
  offline: 18,
  connecting: 18,
  bullet: 14,
};

export const iconShapes: Readonly<Record<IconName, readonly Outline[]>> = {
  tick: tick(0),
  doubleTick: [...tick(0), ...stroke(line, [13, 15.5], [14.6, 17], [25, 6.5])],
  clock: [...ring(12, 12, 10, 2.3), ...clockHands],
  alert: without(disc(12, 12, 10.5), bang),
  warning: without(polygon([12, 2], [23, 21.5], [1, 21.5]), [...rectangle(10.8, 8.5, 2.4, 6.5), ...disc(12, 18, 1.5)]),
  cross: [...stroke(line, [5.5, 5.5], [18.5, 18.5]), ...stroke(line, [18.5, 5.5], [5.5, 18.5])],
  lock: padlock(arc([12, 10.5], 4.8, 2.4, [180, 360])),
  unlocked: padlock([...arc([12, 8], 4.8, 2.4, [180, 360]), ...stroke(2.4, [7.2, 8], [7.2, 11])]),
  link: disc(9, 12, 5.2),
  offline: ring(9, 12, 5.2, 1.8),
  connecting: [...ring(9, 12, 5.2, 1.8), ...disc(9, 12, 2)],
  call: turned(turned(handset)),
  missedCall: [
    ...handset,
    ...stroke(2.3, [5, 3.5], [11.5, 9], [18.5, 3]),
    ...stroke(2.3, [13.8, 3], [18.6, 2.9], [18.6, 7.4]),
  ],
  incomingCall: [...handset, ...stroke(2.3, [12, 1.8], [12, 8.5]), ...stroke(2.3, [8.5, 5.5], [12, 9], [15.5, 5.5])],
  outgoingCall: [...handset, ...stroke(2.3, [12, 9], [12, 2.5]), ...stroke(2.3, [8.5, 5.5], [12, 2], [15.5, 5.5])],
  batteryEmpty: battery(0),
  batteryLow: battery(1),
  batteryHalf: battery(2),
  batteryHigh: battery(3),
  batteryFull: battery(4),
  batteryCharging: [
    ...battery(0),
    ...polygon([11.5, 7.5], [6, 12.7], [9.8, 12.7], [9, 16.6], [14.5, 11.4], [10.7, 11.4]),
  ],
  backspace: without(polygon([8, 5], [22.5, 5], [22.5, 19], [8, 19], [1.5, 12]), [
    [
      [11, 8.2],
      [14.5, 11],
      [18, 8.2],
      [19, 9.3],
      [15.9, 12],
      [19, 14.7],
      [18, 15.8],
      [14.5, 13],
      [11, 15.8],
      [10, 14.7],
      [13.1, 12],
      [10, 9.3],
    ],
  ]),
  shift: without(
    [shiftShape],
    [
      [
        [12, 5.9],
        [16.3, 10.6],
        [14.3, 10.6],
        [14.3, 17],
        [9.7, 17],
        [9.7, 10.6],
        [7.7, 10.6],
      ],
    ],
  ),
  shiftOn: polygon(...shiftShape),
  shiftLock: [...moved(polygon(...shiftShape), 0, -1.5), ...rectangle(7.7, 19.5, 8.6, 2.5)],
  enter: [...stroke(line, [20, 5], [20, 13], [5, 13]), ...stroke(line, [9.5, 8.5], [4.5, 13], [9.5, 17.5])],
  ledOn: [...disc(lamp[0], lamp[1], 5), ...rays(8, 10.5)],
  ledOff: ring(lamp[0], lamp[1], 5.5, 2),
  speaker: [...speaker, ...arc([12, 12], 4.5, 2, [-45, 45]), ...arc([12, 12], 9, 2, [-45, 45])],
  speakerOff: [...speaker, ...stroke(2.2, [15.5, 9], [21.5, 15]), ...stroke(2.2, [21.5, 9], [15.5, 15])],
  envelope,
  envelopeOpen: [
    ...frame(2, 9, 20, 12.5, 2.2),
    ...stroke(2.2, [3.2, 10], [12, 3], [20.8, 10], [12, 16]),
    ...stroke(2.2, [3.2, 10], [12, 16]),
  ],
  pencil: [
    ...polygon([15.5, 4], [20, 8.5], [8, 20.5], [3, 21], [3.5, 16]),
    ...polygon([17, 2.5], [18.5, 1.5], [22.5, 5.5], [21.5, 7]),
  ],
  star: polygon(...star(12, 12.6, 11)),
  starOutline: without(polygon(...star(12, 12.6, 11)), [star(12, 12.6, 6.6)]),
  person,
  people: [
    ...moved(person, -3.5, 0),
    ...disc(19, 8.5, 3.3),
    ...polygon([18.7, 21], [18.3, 17.5], [16.5, 14.2], [20, 13.8], [22.5, 15.3], [24, 18.5], [24, 21]),
  ],
  search: [...ring(10, 10, 7.5, 2.5), ...stroke(3, [15.8, 15.8], [21, 21])],
  settings: [
    ...stroke(2.2, [2, 6], [22, 6]),
    ...stroke(2.2, [2, 12], [22, 12]),
    ...stroke(2.2, [2, 18], [22, 18]),
    ...disc(8, 6, 3.4),
    ...disc(16, 12, 3.4),
    ...disc(7, 18, 3.4),
  ],
  sending: arrowUp,
  send: polygon([2, 3.5], [22.5, 12], [2, 20.5], [2, 13.8], [13, 12], [2, 10.2]),
  back: stroke(line, [15.5, 4.5], [8, 12], [15.5, 19.5]),
  home: [
    ...polygon([12, 2.5], [23, 12.5], [1, 12.5]),
    ...without(rectangle(4.5, 12, 15, 9.5), rectangle(10, 15, 4, 6.4)),
  ],
  info: without(disc(12, 12, 10.5), [...disc(12, 7, 1.7), ...rectangle(10.7, 10.3, 2.6, 7.7)]),
  verified: without(polygon([12, 1.5], [21, 4.5], [21, 12], [18.5, 17.5], [12, 22.5], [5.5, 17.5], [3, 12], [3, 4.5]), [
    [
      [10.6, 16.3],
      [6.3, 12],
      [7.9, 10.4],
      [10.6, 13.1],
      [16.1, 7.6],
      [17.7, 9.2],
    ],
  ]),
  key: [
    ...ring(7, 12, 5.3, 2.4),
    ...rectangle(12, 10.8, 11, 2.5),
    ...rectangle(17, 13, 2.4, 3.2),
    ...rectangle(20.6, 13, 2.4, 4),
  ],
  moon: polygon(
    [14.5, 2],
    [8.8, 3.2],
    [4.4, 7.2],
    [3, 12.5],
    [4.8, 17.8],
    [9.4, 21.3],
    [15, 21.8],
    [20.2, 19.2],
    [22, 16.5],
    [17.5, 17],
    [13, 14.8],
    [10.8, 10.6],
    [11.4, 6],
  ),
  keypad: [2.5, 9.5, 16.5].flatMap((y) => [2.5, 9.5, 16.5].flatMap((x) => rectangle(x, y, 5, 5))),
  plus: [...stroke(line, [12, 4.5], [12, 19.5]), ...stroke(line, [4.5, 12], [19.5, 12])],
  minus: stroke(line, [4.5, 12], [19.5, 12]),
  blocked: [...ring(12, 12, 10, 2.5), ...stroke(2.5, [5.5, 18.5], [18.5, 5.5])],
  trash: [
    ...rectangle(3, 4.5, 18, 2.4),
    ...rectangle(9, 2, 6, 3),
    ...without(rectangle(5, 8, 14, 14), [...rectangle(8.4, 10.5, 2, 9), ...rectangle(13.6, 10.5, 2, 9)]),
  ],
  bullet: disc(7, 12, 3),
  noSignal: [...rectangle(3, 15, 4, 6), ...rectangle(10, 10, 4, 11), ...rectangle(17, 4, 4, 17), ...slash],
  right,
  left: mirrored(right),
  down: turned(right),
  up: turned(turned(turned(right))),
  smallRight,
  smallLeft: mirrored(smallRight),
  smallDown: turned(smallRight),
  smallUp: turned(turned(turned(smallRight))),
  arrowUp,
  arrowRight: turned(arrowUp),
  arrowDown: turned(turned(arrowUp)),
  arrowLeft: turned(turned(turned(arrowUp))),
};
