import ts from 'typescript';

type Constants = ReadonlyMap<string, ts.VariableDeclaration>;

/** Finds constants by name; those of a file hide those of other files. */
export class Scope {
  private readonly local: Constants;
  private readonly everywhere: Constants;

  constructor(local: Constants, everywhere: Constants) {
    this.local = local;
    this.everywhere = everywhere;
  }

  find(name: string): ts.VariableDeclaration | undefined {
    return this.local.get(name) ?? this.everywhere.get(name);
  }
}

function docOf(node: ts.Node): string | undefined {
  const block = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
  return ts.getTextOfJSDocComment(block?.comment)?.replaceAll(/\s*\n\s*/g, ' ');
}

/** Constants declared at the top of a file. */
export function constantsOf(file: ts.SourceFile): Map<string, ts.VariableDeclaration> {
  const declarations = file.statements.filter(ts.isVariableStatement).flatMap((statement) => [...statement.declarationList.declarations]);
  return new Map(declarations.map((declaration) => [declaration.name.getText(), declaration]));
}

/** The docstring above `export const ...`. */
export function docOfConstant(declaration: ts.VariableDeclaration): string | undefined {
  return docOf(declaration.parent.parent);
}

function membersOfProperty(property: ts.ObjectLiteralElementLike, scope: Scope): [string, string][] {
  if (ts.isSpreadAssignment(property)) return [...membersOf(property.expression, scope)].filter(([path]) => path !== '');
  const name = property.name.getText().replaceAll(/^['"]|['"]$/g, '');
  const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
  const inner = [...membersOf(value, scope)].map(([path, text]): [string, string] => [path === '' ? name : `${name}.${path}`, text]);
  const own = docOf(property);
  return own === undefined ? inner : [...inner, [name, own]];
}

/** Docstrings below an expression, by dotted path: through calls and their chains, object literals and named constants. */
export function membersOf(expression: ts.Node, scope: Scope): Map<string, string> {
  if (ts.isObjectLiteralExpression(expression))
    return new Map(expression.properties.flatMap((property) => membersOfProperty(property, scope)));
  if (ts.isPropertyAccessExpression(expression)) return membersOf(expression.expression, scope);
  if (ts.isCallExpression(expression)) {
    return new Map([expression.expression, ...expression.arguments].flatMap((part) => [...membersOf(part, scope)]));
  }
  const constant = ts.isIdentifier(expression) ? scope.find(expression.text) : undefined;
  if (!constant?.initializer) return new Map();
  const own = docOfConstant(constant);
  return new Map([...(own === undefined ? [] : [['', own] as const]), ...membersOf(constant.initializer, scope)]);
}
