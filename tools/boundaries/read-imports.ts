import ts from 'typescript';

/** One import as it stands in a source, however it is spelled. */
export interface Import {
  readonly specifier: string;
  /** 1 for the first line. */
  readonly line: number;
  /** Gone after compilation: `import type`, `export type`, or an `import(...)` in a type. */
  readonly typeOnly: boolean;
}

function text(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function isLoader(call: ts.CallExpression): boolean {
  if (call.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ['require', 'require.resolve', 'import.meta.resolve', 'jest.unstable_mockModule'].includes(call.expression.getText());
}

function onlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return !clause.name && named !== undefined && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
}

function importAt(node: ts.Node): { specifier: string | undefined; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node)) return { specifier: text(node.moduleSpecifier), typeOnly: onlyTypes(node.importClause) };
  if (ts.isExportDeclaration(node)) return { specifier: text(node.moduleSpecifier), typeOnly: node.isTypeOnly };
  if (ts.isImportTypeNode(node)) {
    return { specifier: ts.isLiteralTypeNode(node.argument) ? text(node.argument.literal) : undefined, typeOnly: true };
  }
  if (ts.isExternalModuleReference(node)) return { specifier: text(node.expression), typeOnly: false };
  if (ts.isCallExpression(node) && isLoader(node)) return { specifier: text(node.arguments[0]), typeOnly: false };
  return undefined;
}

/** Every import of a source: static, re-exported, dynamic, in types, by `require`. */
export function readImports(file: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const { specifier, typeOnly } = importAt(node) ?? {};
    if (specifier !== undefined) {
      found.push({ specifier, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, typeOnly: typeOnly === true });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
