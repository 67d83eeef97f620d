// Contents of widgets that LVGL takes as arrays or buffers: button texts, points, values, frames, pixels.
import { Opa } from './generated/enums.ts';
import type { Animimg } from './generated/widgets/animimg.ts';
import type { Buttonmatrix } from './generated/widgets/buttonmatrix.ts';
import type { Calendar } from './generated/widgets/calendar.ts';
import type { Canvas } from './generated/widgets/canvas.ts';
import type { Chart } from './generated/widgets/chart.ts';
import type { Dropdown } from './generated/widgets/dropdown.ts';
import type { Line } from './generated/widgets/line.ts';
import type { Qrcode } from './generated/widgets/qrcode.ts';
import type { Roller } from './generated/widgets/roller.ts';
import type { Scale } from './generated/widgets/scale.ts';
import type { Spangroup } from './generated/widgets/spangroup.ts';
import type { Image } from './image.ts';
import type { Size } from './native.ts';
import type { Style } from './style.ts';
import { toColor, type ChartSeries, type Color, type Point, type Span } from './values.ts';

/** The texts of the buttons, row by row; '\n' starts a new row. */
export function setButtonTexts(matrix: Buttonmatrix, texts: readonly string[]): void {
  matrix.context.native.buttonmatrixSetMap(matrix.handle, texts);
}

/** Null when there is no button with this index. */
export function buttonText(matrix: Buttonmatrix, index: number): string | null {
  return matrix.context.native.buttonmatrixGetText(matrix.handle, index);
}

export function setLinePoints(line: Line, points: readonly Point[]): void {
  line.context.native.lineSetPoints(
    line.handle,
    points.flatMap(({ x, y }) => [x, y]),
  );
}

/** At most as many values as the chart has points. */
export function setSeriesValues(chart: Chart, series: ChartSeries, values: readonly number[]): void {
  chart.context.native.chartSetValues(chart.handle, series.handle, values);
}

export function seriesValues(chart: Chart, series: ChartSeries): readonly number[] {
  return chart.context.native.chartGetValues(chart.handle, series.handle);
}

export function selectedText(widget: Dropdown | Roller): string {
  return widget.context.native.selectedText(widget.handle);
}

/** Sets 1 to 255 frames; start() runs them. */
export function setFrames(widget: Animimg, frames: readonly Image[]): void {
  widget.context.native.animimgSetImages(
    widget.handle,
    frames.map((frame) => frame.handle),
  );
}

export function setScaleLabels(scale: Scale, labels: readonly string[]): void {
  scale.context.native.scaleSetLabels(scale.handle, labels);
}

export function highlightDates(
  calendar: Calendar,
  dates: readonly { readonly year: number; readonly month: number; readonly day: number }[],
): void {
  calendar.context.native.calendarSetHighlighted(
    calendar.handle,
    dates.flatMap(({ year, month, day }) => [year, month, day]),
  );
}

/** Gives the span the style's present values. Later changes of the style do not reach it. */
export function setSpanStyle(group: Spangroup, span: Span, style: Style): void {
  group.context.native.spanSetStyle(group.handle, span.handle, style.handle);
}

/** Gives the canvas its pixels (ARGB, all transparent), 1 to 4096 px on each side. */
export function createCanvasBuffer(canvas: Canvas, size: Size): void {
  canvas.context.native.canvasCreateBuffer(canvas.handle, size.width, size.height);
}

export function fillCanvas(canvas: Canvas, color: Color, opa: number = Opa.Cover): void {
  canvas.context.native.canvasFill(canvas.handle, toColor(color), opa);
}

export function setCanvasPixel(canvas: Canvas, at: Point, color: Color, opa: number = Opa.Cover): void {
  canvas.context.native.canvasSetPixel(canvas.handle, at.x, at.y, toColor(color), opa);
}

/** The colour of one pixel as 0xAARRGGBB. */
export function canvasPixel(canvas: Canvas, at: Point): number {
  return canvas.context.native.canvasGetPixel(canvas.handle, at.x, at.y);
}

/** Sets the side of the code, 21 to 1024 px. */
export function setQrSize(code: Qrcode, sidePx: number): void {
  code.context.native.qrcodeSetSize(code.handle, sidePx);
}

/** Encodes the text as UTF-8. */
export function setQrText(code: Qrcode, text: string): void {
  code.context.native.qrcodeUpdate(code.handle, text);
}
