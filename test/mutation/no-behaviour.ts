// Says which code a changed line of would change nothing that the product does: what a log line carries beside its code, and the prose of an
// error that only a bug can throw. Stryker loads this by its path. Whether the line is written and whether the error is thrown stay to be tested.

/** As much of a syntax tree's node as is looked at here. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly callee?: Node;
  readonly object?: Node;
  readonly property?: Node;
  readonly id?: Node;
}

interface NodePath {
  readonly parent?: Node | null;
  /** The field of the parent that holds this node. */
  readonly listKey?: string | null;
}

const LOG_METHODS: ReadonlySet<string> = new Set(['error', 'warn', 'info', 'debug']);
const ERRORS_OF_BUGS: ReadonlySet<string> = new Set(['Error', 'RangeError', 'TypeError']);

/** The last name of `log`, `this.#log` and `parts.log`. */
function lastName(node: Node | undefined): string | undefined {
  if (node?.type === 'MemberExpression') return lastName(node.property);
  return node?.type === 'PrivateName' ? node.id?.name : node?.name;
}

function isLogCall(node: Node): boolean {
  const { callee } = node;
  if (node.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return false;
  return lastName(callee.object) === 'log' && LOG_METHODS.has(lastName(callee.property) ?? '');
}

function isErrorOfBug(node: Node): boolean {
  return node.type === 'NewExpression' && ERRORS_OF_BUGS.has(lastName(node.callee) ?? '');
}

/** Why a change of this node, or of one below it, is not tried; undefined when it is. */
function shouldIgnore({ parent, listKey }: NodePath): string | undefined {
  if (parent === null || parent === undefined || listKey !== 'arguments') return undefined;
  if (isLogCall(parent)) return 'what a log line carries beside its code';
  return isErrorOfBug(parent) ? "an error's prose" : undefined;
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'no-behaviour', value: { shouldIgnore } }];
