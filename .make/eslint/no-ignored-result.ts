// A rule of ours for ESLint: the outcome of a call that may fail by value (`Result`) must be looked at. To ignore it on
// purpose, write `void` before the call, and the reason beside it:
//
//   void store.forget(id); // a row that is gone already is as good as forgotten
import { AST_NODE_TYPES, ESLintUtils, type TSESLint, type TSESTree } from '@typescript-eslint/utils';
import ts from 'typescript';

type MessageId = 'ignored' | 'unexplained';
type Context = Readonly<TSESLint.RuleContext<MessageId, []>>;

/** Whether a value of this type may be a failure, which has `ok: false` and an `error`, whatever the type's name. */
function mayFail(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.some((each) => mayFail(each, checker));
  const ok = checker.getPropertyOfType(type, 'ok');
  if (ok === undefined || checker.getPropertyOfType(type, 'error') === undefined) return false;
  return checker.typeToString(checker.getTypeOfSymbol(ok)) === 'false';
}

/** The expressions that may be evaluated last and so give the value of the whole expression. */
function outcomes(node: TSESTree.Expression): readonly TSESTree.Expression[] {
  switch (node.type) {
    case AST_NODE_TYPES.ConditionalExpression:
      return [...outcomes(node.consequent), ...outcomes(node.alternate)];
    case AST_NODE_TYPES.LogicalExpression:
      return outcomes(node.right);
    case AST_NODE_TYPES.SequenceExpression:
      return node.expressions.flatMap(outcomes);
    case AST_NODE_TYPES.ChainExpression:
      return outcomes(node.expression);
    case AST_NODE_TYPES.AwaitExpression:
    case AST_NODE_TYPES.CallExpression:
      return [node];
    default:
      // Assignments, deletions and the like are not calls, or keep the call's value.
      return [];
  }
}

/** Whether there is a comment after the statement on its last line, or on the line before it. */
function hasReason(node: TSESTree.Node, source: Readonly<TSESLint.SourceCode>): boolean {
  return source
    .getAllComments()
    .some(({ loc }) => loc.start.line === node.loc.end.line || loc.end.line === node.loc.start.line - 1);
}

/** Whether the function's caller ignores its value, as in `button.on('click', () => …)`. */
function answersToNobody(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isArrowFunction(node)) return false;
  const signatures = checker.getContextualType(node)?.getCallSignatures() ?? [];
  return signatures.length > 0 && signatures.every((each) => (each.getReturnType().flags & ts.TypeFlags.Void) !== 0);
}

function listenersOf(context: Context): TSESLint.RuleListener {
  const services = ESLintUtils.getParserServices(context);
  const checker = services.program.getTypeChecker();
  const typeOf = (node: TSESTree.Node): ts.Type => services.getTypeAtLocation(node);
  const dropped = (expression: TSESTree.Expression): readonly TSESTree.Expression[] =>
    outcomes(expression).filter((each) => mayFail(typeOf(each), checker));
  return {
    ExpressionStatement({ expression }) {
      for (const node of dropped(expression)) context.report({ node, messageId: 'ignored' });
    },
    ArrowFunctionExpression(node) {
      if (node.body.type === AST_NODE_TYPES.BlockStatement) return;
      const ignored = dropped(node.body);
      if (ignored.length === 0 || !answersToNobody(services.esTreeNodeToTSNodeMap.get(node), checker)) return;
      for (const each of ignored) context.report({ node: each, messageId: 'ignored' });
    },
    'UnaryExpression[operator="void"]'(node: TSESTree.UnaryExpression) {
      const type = typeOf(node.argument);
      // A promise that is ignored drops the value that it will bring.
      if (!mayFail(checker.getAwaitedType(type) ?? type, checker)) return;
      if (!hasReason(node, context.sourceCode)) context.report({ node, messageId: 'unexplained' });
    },
  };
}

export const noIgnoredResult: TSESLint.RuleModule<MessageId> = {
  meta: {
    defaultOptions: [],
    type: 'problem',
    docs: { description: 'A call that may fail by value has its outcome looked at.' },
    messages: {
      ignored: 'This call may fail, and nobody looks at the Result: handle it, or drop it by `void` with a reason.',
      unexplained: 'Say in a comment beside this `void`, or on the line before it, why the failure does not matter.',
    },
    schema: [],
  },
  create: listenersOf,
};
