/** What a setting may be, as data: for whoever reads it from a file or lets the owner choose. */
export type SettingRange =
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'whole-number'; readonly least: number; readonly most: number; readonly unit: string }
  | { readonly kind: 'on-off' }
  /** An IANA name, as Europe/Rome. */
  | { readonly kind: 'time-zone' };

/** One thing that can be set: what it may be, what it is when nobody said anything, and how it is kept as text. */
export interface Setting<Value> {
  readonly default: Value;
  readonly range: SettingRange;
  accepts(value: unknown): value is Value;
  /** Null for what `print` cannot have made of an accepted value. */
  parse(text: string): Value | null;
  print(value: Value): string;
}

/** One of a few words. */
export function choice<const Values extends readonly string[]>(
  values: Values,
  first: Values[number],
): Setting<Values[number]> {
  const accepts = (value: unknown): value is Values[number] => values.some((each) => each === value);
  return {
    default: first,
    range: { kind: 'choice', values },
    accepts,
    parse: (text) => (accepts(text) ? text : null),
    print: (value) => value,
  };
}

/** `least` to `most`, both included. */
export function wholeNumber(
  { least, most, unit }: { readonly least: number; readonly most: number; readonly unit: string },
  first: number,
): Setting<number> {
  const accepts = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  return {
    default: first,
    range: { kind: 'whole-number', least, most, unit },
    accepts,
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : null;
      return accepts(value) ? value : null;
    },
    print: String,
  };
}

export function onOff(first: boolean): Setting<boolean> {
  return {
    default: first,
    range: { kind: 'on-off' },
    accepts: (value) => typeof value === 'boolean',
    parse: (text) => (text === 'on' ? true : text === 'off' ? false : null),
    print: (value) => (value ? 'on' : 'off'),
  };
}

/** An IANA name. Whether there are rules for it the machine knows (ports/system/time-zones.ts). */
export function timeZone(first: string): Setting<string> {
  return {
    default: first,
    range: { kind: 'time-zone' },
    accepts: isTimeZoneName,
    parse: (text) => (isTimeZoneName(text) ? text : null),
    print: (value) => value,
  };
}

const LONGEST_ZONE_NAME = 64;

/** Words of letters, digits, `_`, `+` and `-`, with a slash between two of them. */
const ZONE_NAME = /^[\w+-]+(?:\/[\w+-]+)*$/;

/** Whether a zone may be called so: no such name leads out of the folder with the zones' files. */
export function isTimeZoneName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= LONGEST_ZONE_NAME && ZONE_NAME.test(name);
}
