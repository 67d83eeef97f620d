// Spells LVGL's names as JavaScript does.

export const camel = (name: string): string =>
  name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function pascal(name: string): string {
  const joined = camel(name.toLowerCase());
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

/** `lv_flex_flow_t` → `FlexFlow`. */
export const enumTypeName = (cName: string): string =>
  cName === 'lv_opacity_level_t' ? 'Opa' : pascal(cName.replace(/^lv_/, '').replace(/_t$/, ''));

/** `LV_FLEX_FLOW_COLUMN` → `Column`: without the prefix that all members share. */
export function enumMembers(members: readonly string[]): ReadonlyMap<string, string> {
  const parts = members.map((m) => m.split('_'));
  let shared = 0;
  while (parts.every((p) => p.length > shared + 1 && p[shared] === parts[0]?.[shared])) shared += 1;
  return new Map(
    parts.map((p, i): [string, string] => {
      const name = pascal(p.slice(shared).join('_'));
      return [/^\d/.test(name) ? `_${name}` : name, members[i] ?? ''];
    }),
  );
}

/** `label` → `Label`, `buttonmatrix` → `Buttonmatrix`: words are joined as LVGL joins them. */
export const className = (name: string): string => pascal(name);

const reserved = new Set(['delete', 'set', 'get', 'on', 'handle', 'context', 'style', 'default']);

/** Methods whose name LVGL uses for a property too. */
const renamed: Readonly<Record<string, string>> = { lv_obj_align: 'alignAt', lv_spangroup_get_child: 'getSpan' };

export const methodName = (name: string, cName: string): string => renamed[cName] ?? memberName(name);

/** The name of a property or method, changed where one of our own members has it. */
export const memberName = (name: string): string => (reserved.has(camel(name)) ? `${camel(name)}_` : camel(name));
