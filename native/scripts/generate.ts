// Writes the addon's tables and the typed wrappers from LVGL's headers: `node scripts/generate.ts`. With --check it
// writes nothing, and fails when the committed files differ from what it would write.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as cpp from './generate/cpp.ts';
import { readHeaders } from './generate/headers.ts';
import { selectMethods } from './generate/selection.ts';
import * as typescript from './generate/typescript.ts';
import * as widgets from './generate/widgets.ts';
import { readValues } from './generate/values.ts';

const root = join(import.meta.dirname, '..');
const lvglDir = process.env['LVGL_DIR'] ?? join(root, 'vendor/lightvgl-sys/vendor/lvgl');
const confDir = join(root, 'conf');

function generate(): ReadonlyMap<string, string> {
  const headers = readHeaders(lvglDir, confDir);
  const { methods, unbound } = selectMethods(headers);
  const ranged = [...headers.enums]
    .filter(([name]) => !/property_|prop_id/.test(name))
    .flatMap(([, members]) => members);
  const values = readValues([...ranged, ...typescript.wantedConstants(headers, methods)], lvglDir, confDir);
  const model = { headers, methods, values };
  const files = new Map<string, string>([
    ['addon/generated/classes.inc', cpp.emitClasses(headers)],
    ['addon/generated/methods.inc', cpp.emitMethods(methods)],
    ['addon/generated/ranges.inc', cpp.emitRanges(headers, values)],
    ['addon/generated/style_ids.inc', cpp.emitStyleIds(headers)],
    ['addon/generated/enum_ranges.inc', cpp.emitEnumRanges(headers, methods, values)],
    ['addon/generated/limits.inc', cpp.emitLimits(methods)],
    ['addon/generated/unbound.txt', `${unbound.map((u) => `${u.name}: ${u.reason}`).join('\n')}\n`],
    ['src/generated/enums.ts', typescript.emitEnums(model)],
    ['src/generated/events.ts', typescript.emitEvents(model)],
    ['src/generated/native-methods.ts', typescript.emitNativeMethods(model)],
    ['src/generated/style-properties.ts', typescript.emitStyleProperties(model)],
    ['src/generated/widgets.ts', widgets.emitWidgetExports(model)],
    ['src/generated/widget-classes.ts', widgets.emitClassTable(model)],
  ]);
  for (const widget of headers.classes)
    files.set(`src/generated/widgets/${widget.name.replace(/_/g, '-')}.ts`, widgets.emitWidget(model, widget));
  return files;
}

function committed(): string[] {
  return ['addon/generated', 'src/generated', 'src/generated/widgets'].flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { withFileTypes: true })
          .filter((e) => e.isFile())
          .map((e) => `${folder}/${e.name}`)
      : [],
  );
}

const files = generate();
if (process.argv.includes('--check')) {
  const read = (path: string): string | undefined =>
    existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
  const wrong = [...files].filter(([path, text]) => read(path) !== text).map(([path]) => path);
  const surplus = committed().filter((path) => !files.has(path));
  if (wrong.length + surplus.length > 0) {
    console.error(
      `generated files differ, run npm run generate -w lvgl-bindings: ${[...wrong, ...surplus].join(', ')}`,
    );
    process.exitCode = 1;
  }
} else {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (!existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text)
      writeFileSync(join(root, path), text);
  }
}
