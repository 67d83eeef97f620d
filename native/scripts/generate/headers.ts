// Reads LVGL's preprocessed headers and name tables into plain data. Nothing is compiled here.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Parameter {
  readonly type: string;
  readonly name: string;
}

export interface CFunction {
  readonly name: string;
  readonly returns: string;
  readonly parameters: readonly Parameter[];
}

export interface WidgetClass {
  /** The class's name without prefix and suffix: `label` for `lv_label_class`. */
  readonly name: string;
  readonly base: string;
  readonly hasCreate: boolean;
  /** Property names as in LVGL's own tables, each with the C constant of its id. */
  readonly properties: readonly NamedConstant[];
}

export interface NamedConstant {
  readonly name: string;
  readonly constant: string;
}

export interface Headers {
  readonly enums: ReadonlyMap<string, readonly string[]>;
  readonly typedefs: ReadonlyMap<string, string>;
  readonly functions: readonly CFunction[];
  readonly classes: readonly WidgetClass[];
  readonly styleProperties: readonly NamedConstant[];
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

function preprocess(lvglDir: string, confDir: string): string {
  const flags = ['-E', '-P', '-x', 'c', '-DLV_CONF_INCLUDE_SIMPLE', `-I${confDir}`, `-I${lvglDir}`, '-'];
  return execFileSync('cc', flags, { input: '#include "lvgl.h"\n', maxBuffer: 1 << 26, encoding: 'utf8' });
}

function readEnums(source: string): Map<string, string[]> {
  const enums = new Map<string, string[]>();
  for (const match of source.matchAll(/(typedef )?enum\s*(\w*)\s*\{([^}]*)\}\s*(\w*)\s*;/g)) {
    const name = match[4] ?? '';
    const tag = match[2] ?? '';
    const members = [...(match[3] ?? '').matchAll(/(?:^|,)\s*(\w+)/g)].map((m) => m[1] ?? '').filter((m) => m !== '');
    if (name !== '') enums.set(name, members);
    else if (tag !== '') enums.set(tag.replace(/^_/, ''), members);
  }
  return enums;
}

function readTypedefs(source: string): Map<string, string> {
  const typedefs = new Map<string, string>();
  for (const match of source.matchAll(/typedef\s+((?:unsigned |signed |const |struct )*\w+)\s+(\w+)\s*;/g)) {
    typedefs.set(match[2] ?? '', squeeze(match[1] ?? ''));
  }
  return typedefs;
}

function readParameter(text: string): Parameter {
  const clean = squeeze(text)
    .replace(/\bchar const\b/g, 'const char')
    .replace(/\* const\b/g, '*');
  const array = clean.endsWith('[]');
  const match = /^(.*?)(\w+)(\[\])?$/.exec(clean);
  const type = squeeze(match?.[1] ?? clean).replace(/ ?\*/g, ' *');
  return { type: array ? `${type}[]` : type, name: match?.[2] ?? '' };
}

function readFunctions(source: string): CFunction[] {
  const functions: CFunction[] = [];
  const pattern =
    /(?:^|[;}])\s*((?:const |extern )*\w+(?: \w+)*?\s*\**)\s*\b(lv_\w+)\s*\(([^(){};]*(?:\([^()]*\)[^(){};]*)*)\)\s*;/gm;
  for (const match of source.matchAll(pattern)) {
    const returns = squeeze(match[1] ?? '')
      .replace(/^extern /, '')
      .replace(/ ?\*/g, ' *');
    const list = squeeze(match[3] ?? '');
    if (returns.includes('typedef') || returns.includes('return') || returns === '') continue;
    const parameters = list === 'void' || list === '' ? [] : list.split(',').map(readParameter);
    functions.push({ name: match[2] ?? '', returns, parameters });
  }
  return functions;
}

function sourcesOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.c'))
    .sort()
    .map((file) => readFileSync(join(dir, file), 'utf8'));
}

function readClasses(source: string, lvglDir: string, functions: readonly CFunction[]): WidgetClass[] {
  const declared = [...source.matchAll(/lv_obj_class_t lv_(\w+)_class;/g)].map((m) => m[1] ?? '');
  const bodies = ['src/core', 'src/widgets', 'src/libs'].flatMap((dir) => sourcesOf(join(lvglDir, dir)));
  const base = new Map<string, string>();
  const table = new Map<string, string>();
  for (const body of bodies) {
    for (const match of body.matchAll(/lv_obj_class_t lv_(\w+)_class\s*=\s*\{(.*?)\};/gs)) {
      base.set(match[1] ?? '', /\.base_class\s*=\s*&lv_(\w+)_class/.exec(match[2] ?? '')?.[1] ?? '');
      const fields = /LV_PROPERTY_CLASS_FIELDS\((\w+),/.exec(match[2] ?? '')?.[1];
      if (fields !== undefined) table.set(match[1] ?? '', fields);
    }
  }
  const creators = new Set(
    functions.filter((f) => f.name.endsWith('_create') && f.parameters.length === 1).map((f) => f.name),
  );
  return [...new Set(declared)].map((name) => ({
    name,
    base: base.get(name) ?? '',
    hasCreate: creators.has(`lv_${name}_create`),
    properties: readNames(lvglDir, table.get(name)),
  }));
}

function readNames(lvglDir: string, table: string | undefined): NamedConstant[] {
  if (table === undefined) return [];
  const file = readFileSync(join(lvglDir, 'src/widgets/property', `lv_${table}_properties.c`), 'utf8');
  return [...file.matchAll(/\{"(\w+)",\s*(LV_PROPERTY_\w+),\}/g)].map((m) => ({
    name: m[1] ?? '',
    constant: m[2] ?? '',
  }));
}

export function readHeaders(lvglDir: string, confDir: string): Headers {
  const source = preprocess(lvglDir, confDir);
  const functions = readFunctions(source);
  const classes = readClasses(source, lvglDir, functions);
  // Sorted by depth from the base, so that a class comes after the one that it extends.
  const depth = (name: string): number => {
    const found = classes.find((c) => c.name === name);
    return found === undefined || found.base === '' ? 0 : 1 + depth(found.base);
  };
  return {
    enums: readEnums(source),
    typedefs: readTypedefs(source),
    functions,
    classes: [...classes].sort((a, b) => depth(a.name) - depth(b.name) || a.name.localeCompare(b.name)),
    styleProperties: readNames(lvglDir, 'style').filter((p) => !['prop_inv', 'last_built_in_prop'].includes(p.name)),
  };
}
