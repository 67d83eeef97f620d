// One TypeScript class per widget: LVGL's properties with getter and setter, and LVGL's functions as methods.
import type { NamedConstant, WidgetClass } from './headers.ts';
import { camel, className, enumTypeName, memberName, methodName } from './names.ts';
import type { Crossing, Method } from './selection.ts';
import { notice, numberOf, parameterName, propertyType, wantedEnums, type Model } from './typescript.ts';

const crossingTypes: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  string: 'string',
  color: 'Color',
  object: 'Widget | null',
  style: 'Style',
  imageSource: 'ImageSource',
  point: 'Point',
  void: 'void',
  result: 'boolean',
};

const readTypes: Readonly<Record<string, string>> = { ...crossingTypes, color: 'number', string: 'string | null' };

const typeOf = (crossing: Crossing, reading: boolean): string => {
  if (crossing.kind === 'number') return crossing.enumName === undefined ? 'number' : enumTypeName(crossing.enumName);
  if (crossing.kind === 'part') return reading ? `${crossing.of} | null` : crossing.of;
  return (reading ? readTypes : crossingTypes)[crossing.kind] ?? 'never';
};

function encoded(crossing: Crossing, name: string): string {
  switch (crossing.kind) {
    case 'color':
      return `toColor(${name})`;
    case 'object':
      return `${name} === null ? null : ${name}.handle`;
    case 'style':
    case 'part':
      return `${name}.handle`;
    case 'imageSource':
      return `toImageSource(${name})`;
    default:
      return name;
  }
}

function decoded(crossing: Crossing, expression: string): string {
  switch (crossing.kind) {
    case 'void':
      return `${expression};`;
    case 'object':
      return `return this.widgetOf(${expression});`;
    case 'part':
      return `return toPart(${expression}) as ${crossing.of} | null;`;
    default:
      return `return ${expression} as ${typeOf(crossing, true)};`;
  }
}

function ancestors(model: Model, widget: WidgetClass): readonly WidgetClass[] {
  const base = model.headers.classes.find((c) => c.name === widget.base);
  return base === undefined ? [] : [base, ...ancestors(model, base)];
}

/** What a class inherits. Members of these names need `override`. */
function inherited(
  model: Model,
  widget: WidgetClass,
): { readonly methods: ReadonlySet<string>; readonly properties: ReadonlySet<string> } {
  const above = ancestors(model, widget);
  return {
    methods: new Set(above.flatMap((c) => methodsOf(model, c).map((m) => methodName(m.name, m.cFunction.name)))),
    properties: new Set(above.flatMap((c) => accessors(model, c).map((p) => memberName(p.name)))),
  };
}

/** The methods without the getters that are properties too. */
function methodsOf(model: Model, widget: WidgetClass): readonly Method[] {
  const properties = new Set(emittedProperties(widget).map((p) => memberName(p.name)));
  return model.methods.filter(
    (m) =>
      m.className === widget.name &&
      !addonMethodsOnly.has(m.name) &&
      (!properties.has(methodName(m.name, m.cFunction.name)) || hasMethodAbove(model, widget, m)),
  );
}

const hasMethodAbove = (model: Model, widget: WidgetClass, method: Method): boolean =>
  ancestors(model, widget).some((c) => model.methods.some((m) => m.className === c.name && m.name === method.name));

/** Properties whose value has a type, and for which no base class has a method of that name. */
function accessors(model: Model, widget: WidgetClass): readonly NamedConstant[] {
  const above = new Set(
    ancestors(model, widget).flatMap((c) =>
      model.methods.filter((m) => m.className === c.name).map((m) => memberName(m.name)),
    ),
  );
  return emittedProperties(widget).filter(
    (p) =>
      !above.has(memberName(p.name)) && propertyType(model, p, `lv_${widget.name}_set_${p.name}`).write !== 'never',
  );
}

function emitMethod(method: Method, isOverride: boolean): string {
  const parameters = method.parameters.map((p) => `${parameterName(p.name)}: ${typeOf(p.crossing, false)}`).join(', ');
  const passed = ['this.handle', ...method.parameters.map((p) => encoded(p.crossing, parameterName(p.name)))].join(
    ', ',
  );
  const call = `this.context.native.methods.${method.className}_${method.name}(${passed})`;
  return `  /** LVGL’s \`${method.cFunction.name}\`. */\n  ${isOverride ? 'override ' : ''}${methodName(method.name, method.cFunction.name)}(${parameters}): ${typeOf(method.returns, true)} {\n    ${decoded(method.returns, call)}\n  }`;
}

/** Properties that are written by hand in the base class, because they refer to other objects. */
const byHand = new Set(['parent', 'screen', 'display', 'index', 'child_count', 'user_data', 'id', 'event_count']);

const emittedProperties = (widget: WidgetClass): readonly NamedConstant[] =>
  widget.properties.filter((p) => !(widget.name === 'obj' && byHand.has(p.name)));

function emitAccessors(model: Model, widget: WidgetClass): string[] {
  const above = inherited(model, widget).properties;
  return accessors(model, widget).map((property) => {
    const id = numberOf(model, property.constant);
    const type = propertyType(model, property, `lv_${widget.name}_set_${property.name}`);
    const name = memberName(property.name);
    const override = above.has(name) ? 'override ' : '';
    return `  ${override}get ${name}(): ${type.read} {\n    return this.getProperty(${id}) as ${type.read};\n  }\n\n  ${override}set ${name}(value: ${type.write}) {\n    this.setProperty(${id}, value);\n  }`;
  });
}

const addonMethodsOnly = new Set(['find_by_name', 'get_child_by_name']);

function importsOf(body: string, enums: readonly string[]): string[] {
  const uses = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(body);
  const named = (names: readonly string[]): string => names.filter(uses).join(', ');
  const line = (kind: string, names: readonly string[], from: string): string[] =>
    named(names) === '' ? [] : [`import ${kind}{ ${named(names)} } from '${from}';`];
  return [
    ...line('', ['toColor', 'toImageSource', 'toPart'], '../../values.ts'),
    ...line(
      'type ',
      ['ChartCursor', 'ChartSeries', 'Color', 'ImageSource', 'Point', 'ScaleSection', 'Span'],
      '../../values.ts',
    ),
    ...line('type ', ['Style'], '../../style.ts'),
    ...line('type ', ['Font'], '../../font.ts'),
    ...line('type ', enums, '../enums.ts'),
  ];
}

/** The names of one class in the generated code. */
interface Naming {
  readonly isBase: boolean;
  readonly name: string;
  readonly base: string;
  readonly values: string;
  readonly baseValues: string;
  readonly ids: string;
  readonly baseIds: string;
}

function namingOf(widget: WidgetClass): Naming {
  if (widget.name === 'obj') {
    return {
      isBase: true,
      name: 'ObjProperties',
      base: 'Widget',
      values: 'ObjValues',
      baseValues: 'WidgetValues',
      ids: 'objPropertyIds',
      baseIds: '',
    };
  }
  const name = className(widget.name);
  const base = className(widget.base);
  return {
    isBase: false,
    name,
    base,
    values: `${name}Values`,
    baseValues: `${base}Values`,
    ids: `${camel(widget.name)}PropertyIds`,
    baseIds: `${camel(widget.base)}PropertyIds`,
  };
}

function emitMembers(model: Model, widget: WidgetClass, naming: Naming): string {
  const index = model.headers.classes.indexOf(widget);
  const create = `  /** LVGL’s \`lv_${widget.name}_create\`. */\n  static override create(parent: Obj, values: ${naming.values} = {}): ${naming.name} {\n    return (createWidget(parent, ${index}) as ${naming.name}).set(values);\n  }`;
  const set = `  override set(values: ${naming.values}): this {\n    return this.assign(${naming.ids}, values);\n  }`;
  const above = inherited(model, widget).methods;
  const methods = methodsOf(model, widget).map((m) => emitMethod(m, above.has(methodName(m.name, m.cFunction.name))));
  const own = naming.isBase ? [] : [...(widget.hasCreate ? [create] : []), set];
  return [...own, ...emitAccessors(model, widget), ...methods].join('\n\n');
}

function emitValues(model: Model, widget: WidgetClass, naming: Naming): string {
  const rows = accessors(model, widget).map(
    (p) => `  readonly ${memberName(p.name)}?: ${propertyType(model, p, `lv_${widget.name}_set_${p.name}`).write};`,
  );
  if (rows.length === 0) return `export type ${naming.values} = ${naming.baseValues};`;
  return `export interface ${naming.values} extends ${naming.baseValues} {\n${rows.join('\n')}\n}`;
}

function emitIds(model: Model, widget: WidgetClass, naming: Naming): string {
  const own = accessors(model, widget).map((p) => `  ${memberName(p.name)}: ${numberOf(model, p.constant)},`);
  const rows = [...(naming.isBase ? [] : [`  ...${naming.baseIds},`]), ...own];
  // Only classes that extend this one need them, and so does `Obj`, which is not generated.
  const isShared = naming.isBase || model.headers.classes.some(({ base }) => base === widget.name);
  return `${isShared ? 'export ' : ''}const ${naming.ids}: Readonly<Record<string, number>> = {\n${rows.join('\n')}\n};`;
}

function baseImports(widget: WidgetClass, naming: Naming, body: string): string[] {
  if (naming.isBase) return [`import { Widget, type WidgetValues } from '../../widget.ts';`];
  const fromObj = [...(naming.base === 'Obj' ? ['Obj'] : []), ...(widget.hasCreate ? ['createWidget'] : [])];
  const lines = fromObj.length === 0 ? [] : [`import { ${fromObj.join(', ')} } from '../../obj.ts';`];
  if (naming.base !== 'Obj' && widget.hasCreate) lines.push(`import type { Obj } from '../../obj.ts';`);
  const baseFile = `./${widget.base.replace(/_/g, '-')}.ts`;
  const fromBase = [...(naming.base === 'Obj' ? [] : [naming.base]), naming.baseIds, `type ${naming.baseValues}`];
  lines.push(`import { ${fromBase.join(', ')} } from '${baseFile}';`);
  if (/\bWidget \| null/.test(body)) lines.push(`import type { Widget } from '../../widget.ts';`);
  return lines;
}

export function emitWidget(model: Model, widget: WidgetClass): string {
  const naming = namingOf(widget);
  const declaration = `${naming.isBase ? 'abstract ' : ''}class ${naming.name} extends ${naming.base}`;
  const body = [
    emitValues(model, widget, naming),
    emitIds(model, widget, naming),
    `/** LVGL’s \`lv_${widget.name}\`. */\nexport ${declaration} {\n${emitMembers(model, widget, naming)}\n}\n`,
  ].join('\n\n');
  const imports = importsOf(body, wantedEnums(model.headers, model.methods).map(enumTypeName));
  return `${notice}\n${[...baseImports(widget, naming, body), ...imports].join('\n')}\n\n${body}`;
}

export function emitClassTable(model: Model): string {
  const rows = model.headers.classes.filter((c) => c.name !== 'obj');
  const imports = rows.map((c) => `import { ${className(c.name)} } from './widgets/${c.name.replace(/_/g, '-')}.ts';`);
  const entries = rows.map((c) => `  ${c.name}: ${className(c.name)},`);
  return `${notice}\nimport { Obj } from '../obj.ts';\n${imports.join('\n')}\nimport type { WidgetConstructor } from '../widget.ts';\n\n/** The wrapper of each of LVGL’s classes. */\nexport const widgetClasses: Readonly<Record<string, WidgetConstructor>> = {\n  obj: Obj,\n${entries.join('\n')}\n};\n`;
}

/** Every widget class and the type of its values, for the package's entry file. */
export function emitWidgetExports(model: Model): string {
  const rows = model.headers.classes.map((c) => {
    const file = `./widgets/${c.name.replace(/_/g, '-')}.ts`;
    if (c.name === 'obj') return `export { type ObjValues } from '${file}';`;
    // LVGL's image widget and our Image (the picture) would have the same name.
    const exported =
      c.name === 'image'
        ? 'Image as ImageWidget, type ImageValues'
        : `${className(c.name)}, type ${className(c.name)}Values`;
    return `export { ${exported} } from '${file}';`;
  });
  return `${notice}\n${rows.join('\n')}\n`;
}
