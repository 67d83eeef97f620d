// Decides which of LVGL's functions become methods, and how each C type is passed to and from JavaScript.
import type { CFunction, Headers, WidgetClass } from './headers.ts';

export type Crossing =
  | { readonly kind: 'number'; readonly enumName?: string }
  | { readonly kind: 'boolean' | 'string' | 'color' | 'object' | 'style' | 'imageSource' | 'point' | 'void' | 'result' }
  | { readonly kind: 'part'; readonly of: PartName };

/** Parts of a widget that have a handle of their own. */
type PartName = 'ChartSeries' | 'ChartCursor' | 'ScaleSection' | 'Span';

export interface Method {
  readonly className: string;
  /** The function's name without `lv_` and class: `add_text`. */
  readonly name: string;
  readonly cFunction: CFunction;
  readonly parameters: readonly { readonly name: string; readonly crossing: Crossing }[];
  readonly returns: Crossing;
  readonly readsOnly: boolean;
}

export interface Unbound {
  readonly name: string;
  readonly reason: string;
}

const parts: Readonly<Record<string, PartName>> = {
  'lv_chart_series_t *': 'ChartSeries',
  'lv_chart_cursor_t *': 'ChartCursor',
  'lv_scale_section_t *': 'ScaleSection',
  'lv_span_t *': 'Span',
};

const integers = new Set(['int', 'int8_t', 'int16_t', 'int32_t', 'uint8_t', 'uint16_t', 'uint32_t', 'size_t']);
const imageSourceNames = new Set(['src', 'src_left', 'src_mid', 'src_right', 'icon']);

const byHand = 'written by hand in the addon, because it owns memory or needs a check of its own';
const excluded: readonly (readonly [RegExp, string])[] = [
  [/_static$/, 'keeps a pointer into the caller’s memory; the copying variant is bound'],
  [/_fmt$/, 'formats in C; use a template string'],
  [/^lv_obj_(set|get)_style_(?!prop$)/, 'covered by the style properties'],
  [
    /^lv_obj_(set|get)_local_style_prop$|^lv_obj_(remove|add|replace|bind)_style|^lv_obj_remove_(local|theme)|^lv_obj_style_/,
    byHand,
  ],
  [/^lv_obj_(clean|move_to_index|get_child|get_child_count|get_index|get_parent|get_screen|delete_async)$/, byHand],
  [
    /^lv_obj_(delete|set_parent|swap|set_user_data|get_style_prop|get_property|set_property|set_properties|get_style_property)$/,
    byHand,
  ],
  [
    /^lv_obj_(class_|allocate_|init_draw|destruct|assign_id|stringify_id|free_id|dump_tree|redraw|tree_walk|event_|null_on|property_get)/,
    'internal to LVGL',
  ],
  [
    /^lv_obj_(is_valid|update_flag|delete_anim_completed_cb|delete_delayed|set_id|get_id|find_by_id|get_transform|set_transform|reset_transform)$/,
    'needs raw pointers or an option that is off',
  ],
  [/^lv_obj_remove_event$/, 'takes away the listeners of LVGL and of the addon too; off() ends one of ours'],
  [
    /^lv_menu_(set_page|set_page_title|set_sidebar_page|set_load_page_event)$/,
    'takes any object for a menu page without looking, and writes into it',
  ],
  [
    /^lv_obj_add_screen_load_event$/,
    'keeps any object as a screen without looking, and loads it after it was deleted; use on() and display.load()',
  ],
  [
    /^lv_scale_set_(image|line)_needle_value$/,
    'takes any object for an image or a line without looking, keeps it, and writes into it after it was deleted',
  ],
  [
    /^lv_tileview_set_tile$/,
    'takes any object for a tile without looking, and reads it as one; setTileByIndex() is bound',
  ],
  [/^lv_canvas_|^lv_qrcode_set_size$/, byHand],
  [/^lv_(keyboard|buttonmatrix)_(set_map|set_ctrl_map|get_map|def_event_cb)$|^lv_keyboard_get_map_array$/, byHand],
  [/^lv_dropdown_get_symbol$|^lv_spangroup_set_span_style$/, byHand],
  [/^lv_textarea_(add_char|get_current_char)$/, 'takes UTF-8 bytes in an integer; addText() takes characters'],
  [/^lv_gif_/, 'needs a raw GIF source; see Image.fromGif'],
  [/^lv_group_/, byHand],
];

export function resolveType(headers: Headers, type: string): string {
  if (integers.has(type)) return type;
  const next = headers.typedefs.get(type);
  return next === undefined || headers.enums.has(type) ? type : resolveType(headers, next);
}

/** What a pointer is passed as; undefined when it cannot be passed. */
function pointerCrossing(type: string, name: string, reading: boolean): Crossing | undefined {
  const part = parts[type.replace(/^const /, '')];
  if (part !== undefined) return { kind: 'part', of: part };
  if (type.replace(/^const /, '') === 'lv_obj_t *') return { kind: 'object' };
  if (type === 'const char *' || (reading && type === 'char *')) return { kind: 'string' };
  if (reading) return undefined;
  if (type === 'const lv_style_t *') return { kind: 'style' };
  return type === 'const void *' && imageSourceNames.has(name) ? { kind: 'imageSource' } : undefined;
}

function crossingOf(headers: Headers, type: string, name: string, reading: boolean): Crossing | undefined {
  if (type.endsWith('*')) return pointerCrossing(type, name, reading);
  if (type === 'void') return { kind: 'void' };
  if (type === 'lv_result_t') return { kind: 'result' };
  if (headers.enums.has(type)) return { kind: 'number', enumName: type };
  const resolved = resolveType(headers, type);
  if (resolved === 'lv_color_t') return { kind: 'color' };
  if (resolved === 'lv_point_t' && reading) return { kind: 'point' };
  if (resolved === '_Bool') return { kind: 'boolean' };
  return integers.has(resolved) ? { kind: 'number' } : undefined;
}

function owner(headers: Headers, cFunction: CFunction): WidgetClass | undefined {
  const prefix = (c: WidgetClass): string => `lv_${c.name}_`;
  return headers.classes
    .filter((c) => cFunction.name.startsWith(prefix(c)))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function bind(headers: Headers, widget: WidgetClass, cFunction: CFunction): Method | Unbound {
  const rule = excluded.find(([pattern]) => pattern.test(cFunction.name));
  if (rule !== undefined) return { name: cFunction.name, reason: rule[1] };
  const parameters = [];
  for (const parameter of cFunction.parameters.slice(1)) {
    const crossing = crossingOf(headers, parameter.type, parameter.name, false);
    if (crossing === undefined)
      return { name: cFunction.name, reason: `parameter ${parameter.name}: ${parameter.type}` };
    parameters.push({ name: parameter.name, crossing });
  }
  const returns = crossingOf(headers, cFunction.returns, '', true);
  if (returns === undefined) return { name: cFunction.name, reason: `returns ${cFunction.returns}` };
  const name = cFunction.name.slice(`lv_${widget.name}_`.length);
  // `update_layout` may be called for reading while nothing draws. Getters never change the tree.
  const readsOnly = /^(get|is|has)_/.test(name);
  return { className: widget.name, name, cFunction, parameters, returns, readsOnly };
}

export function selectMethods(headers: Headers): { methods: readonly Method[]; unbound: readonly Unbound[] } {
  const methods: Method[] = [];
  const unbound: Unbound[] = [];
  for (const cFunction of headers.functions) {
    const first = cFunction.parameters[0]?.type.replace(/^const /, '');
    const widget = owner(headers, cFunction);
    if (first !== 'lv_obj_t *' || widget === undefined || isConstructor(widget, cFunction)) continue;
    if (isProperty(widget, cFunction)) continue;
    const bound = bind(headers, widget, cFunction);
    if ('reason' in bound) unbound.push(bound);
    else methods.push(bound);
  }
  return { methods, unbound };
}

/** Whether this is a setter with one argument, or a getter with none, whose name is in the class's property table. */
function isProperty(widget: WidgetClass, cFunction: CFunction): boolean {
  const match = new RegExp(`^lv_${widget.name}_(set|get)_(\\w+)$`).exec(cFunction.name);
  const expected = match?.[1] === 'set' ? 2 : 1;
  return cFunction.parameters.length === expected && widget.properties.some((p) => p.name === match?.[2]);
}

const isConstructor = (widget: WidgetClass, cFunction: CFunction): boolean =>
  cFunction.name === `lv_${widget.name}_create` && cFunction.parameters.length === 1;
