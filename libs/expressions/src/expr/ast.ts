/** The tree of an expr-lang expression. `at` is the position of its operator or first character. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'identifier'; readonly name: string; readonly at: number }
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | '!'; readonly operand: Expression; readonly at: number }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression; readonly at: number }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'member'; readonly object: Expression; readonly property: Expression; readonly optional: boolean; readonly at: number }
  | { readonly kind: 'slice'; readonly object: Expression; readonly from?: Expression; readonly to?: Expression; readonly at: number }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Expression[]; readonly at: number }
  | { readonly kind: 'builtin'; readonly name: string; readonly args: readonly Expression[]; readonly at: number }
  | { readonly kind: 'closure'; readonly body: Expression }
  | { readonly kind: 'pointer'; readonly name: string; readonly at: number }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'let'; readonly name: string; readonly value: Expression; readonly body: Expression };
