/** An element of a small document. Its name has no prefix; the namespace is separate. */
export interface XmlElement {
  readonly name: string;
  /** Empty when there is none. */
  readonly namespace: string;
  readonly children: readonly XmlElement[];
  /** The text directly inside this element, references resolved. */
  readonly text: string;
}

const MAX_CHARACTERS = 16_384;
const MAX_DEPTH = 8;
const DECLARATION = /^\uFEFF?<\?xml [^<>?]*\?>/;
const SPACE = /\s*/y;
const COMMENT = /<!--(?:(?!--)[^])*-->/y;
const OPEN =
  /<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const CLOSE = /<\/([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*>/y;
const TEXT = /[^<]+/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/gy;
const REFERENCES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The namespaces that one element declares, by prefix. What it does not declare holds from the element around it; a
 * copy of all for each element would cost declarations times elements.
 */
interface Scope {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer: Scope | null;
}

interface OpenElement {
  readonly qualifiedName: string;
  readonly scope: Scope;
  readonly children: XmlElement[];
  text: string;
}

/**
 * Reads a small XML document strictly: elements, attributes, text, comments, the five named references and numeric
 * ones. Gives null for a DTD, another entity, CDATA, a processing instruction or anything that is not well formed,
 * because we need none of them and they are ways to attack a reader.
 */
export function readXml(document: string): XmlElement | null {
  if (document.length > MAX_CHARACTERS) return null;
  const reader = new XmlReader(document.replace(DECLARATION, ''));
  return reader.read();
}

class XmlReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): XmlElement | null {
    this.#skipBetween();
    const root = this.#element(null, 1);
    this.#skipBetween();
    return this.#at === this.#text.length ? root : null;
  }

  #element(outer: Scope | null, depth: number): XmlElement | null {
    const match = depth > MAX_DEPTH ? null : this.#take(OPEN);
    if (match?.[1] === undefined) return null;
    const declared = declaredIn(match[2] ?? '');
    if (declared === null) return null;
    const element: OpenElement = { qualifiedName: match[1], scope: { declared, outer }, children: [], text: '' };
    if (match[3] !== '/' && !this.#content(element, depth)) return null;
    return close(element);
  }

  /** True when the element was closed by its own name. */
  #content(element: OpenElement, depth: number): boolean {
    for (;;) {
      const text = this.#take(TEXT);
      if (text !== null) {
        const resolved = resolveReferences(text[0]);
        if (resolved === null) return false;
        element.text += resolved;
      } else if (this.#take(COMMENT) === null) {
        const end = this.#take(CLOSE);
        if (end !== null) return end[1] === element.qualifiedName;
        const child = this.#element(element.scope, depth + 1);
        if (child === null) return false;
        element.children.push(child);
      }
    }
  }

  #skipBetween(): void {
    do this.#take(SPACE);
    while (this.#take(COMMENT) !== null);
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }
}

function close({ qualifiedName, scope, children, text }: OpenElement): XmlElement | null {
  const [first = '', second] = qualifiedName.split(':');
  const namespace = namespaceOf(second === undefined ? '' : first, scope);
  // A prefix that was never declared is an error.
  if (second !== undefined && namespace === undefined) return null;
  return { name: second ?? first, namespace: namespace ?? '', children, text };
}

/** Looks at `MAX_DEPTH` scopes at most. */
function namespaceOf(prefix: string, innermost: Scope): string | undefined {
  for (let scope: Scope | null = innermost; scope !== null; scope = scope.outer) {
    const namespace = scope.declared.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  return undefined;
}

/** The namespaces that these attributes declare. Null when an attribute is given twice or cannot be read. */
function declaredIn(attributes: string): ReadonlyMap<string, string> | null {
  const seen = new Set<string>();
  const declared = new Map<string, string>();
  for (const [, name = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = resolveReferences(double ?? single ?? '');
    if (value === null || seen.has(name)) return null;
    seen.add(name);
    if (name === 'xmlns') declared.set('', value);
    else if (name.startsWith('xmlns:')) declared.set(name.slice('xmlns:'.length), value);
  }
  return declared;
}

const REFERENCE = /&([^;&]{0,12};)?/g;

function resolveReferences(text: string): string | null {
  const resolved = [...text.matchAll(REFERENCE)].map(([, reference]) =>
    reference === undefined ? null : resolveReference(reference.slice(0, -1)),
  );
  if (resolved.includes(null)) return null;
  let next = 0;
  return text.replace(REFERENCE, () => resolved[next++] ?? '');
}

function resolveReference(name: string): string | null {
  if (Object.hasOwn(REFERENCES, name)) return REFERENCES[name] ?? null;
  const [, hex, decimal] = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name) ?? [];
  const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
  const isScalar = (code >= 0x20 && code < 0xd800) || (code > 0xdfff && code <= 0x10ffff);
  return isScalar ? String.fromCodePoint(code) : null;
}
