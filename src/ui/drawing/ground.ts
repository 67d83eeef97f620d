import type { Obj } from '../../../native/src/index.ts';
import { Box } from './box.ts';
import type { Look } from './look.ts';

/** Takes a screen over, and returns the box that fills it. Nothing that was styled before shows through. */
export function takeOver({ theme, metrics }: Look, screen: Obj): Box {
  screen.removeAllStyles();
  screen.style({ bgColor: theme.bg, bgOpa: 255 });
  return new Box(screen, { x: 0, y: 0, width: metrics.widthPx, height: metrics.heightPx });
}
