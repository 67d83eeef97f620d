import type { SettingValues } from '../../domain/settings/settings.ts';

export type TextSize = SettingValues['textSize'];

/** Text heights in px. `size` names the font, `line` is the distance between base lines. */
interface TypeSize {
  readonly size: number;
  readonly line: number;
}

/** All lengths of a screen in px, derived from its size, the text size and whether the board has soft keys. */
export interface Metrics {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly body: TypeSize;
  readonly meta: TypeSize;
  readonly clock: TypeSize;
  readonly statusBar: number;
  readonly header: number;
  /** A header with two lines: name and address. */
  readonly headerTwoLines: number;
  /** A row with two lines: History, Contacts. */
  readonly row: number;
  readonly rowOneLine: number;
  /** A row of a menu or question. */
  readonly rowMenu: number;
  /** 0 on boards without soft keys. */
  readonly softKeys: number;
  /** Bubbles take at most 3/4 of the width. */
  readonly bubbleMax: number;
  readonly avatar: number;
  readonly avatarSmall: number;
  readonly margin: number;
  readonly gap: number;
  readonly radius: number;
  readonly cornerAtSpeaker: number;
  readonly focusBar: number;
}

export function metricsFor(screen: {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly textSize: TextSize;
  readonly hasSoftKeys: boolean;
}): Metrics {
  const large = screen.textSize === 'large';
  const body = large ? { size: 20, line: 26 } : { size: 16, line: 20 };
  const meta = large ? { size: 16, line: 20 } : { size: 12, line: 16 };
  return {
    widthPx: screen.widthPx,
    heightPx: screen.heightPx,
    body,
    meta,
    clock: { size: 56, line: 56 },
    statusBar: large ? 24 : 20,
    header: body.line + 12,
    headerTwoLines: body.line + meta.line + 8,
    row: body.line + meta.line + 8,
    rowOneLine: body.line + 14,
    rowMenu: body.line + 8,
    softKeys: screen.hasSoftKeys ? meta.line + 6 : 0,
    bubbleMax: Math.floor((screen.widthPx * 3) / 4) - 8,
    avatar: large ? 32 : 28,
    avatarSmall: large ? 28 : 24,
    margin: 8,
    gap: 4,
    radius: 8,
    cornerAtSpeaker: 2,
    focusBar: 3,
  };
}
