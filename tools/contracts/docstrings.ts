import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { constantsOf, docOfConstant, membersOf, Scope } from './docstring-members.ts';

/** What the docstrings of a declaration say: the whole, and its members by dotted path (`data.consents.channel`). */
export interface Docs {
  readonly summary: string | undefined;
  readonly members: ReadonlyMap<string, string>;
}

export interface Docstrings {
  /** By the name of the constant. */
  readonly constants: ReadonlyMap<string, Docs>;
  /** By the `id` of `.meta({ id })`. */
  readonly shapes: ReadonlyMap<string, Docs>;
}

/** The `X` of `.meta({ id: 'X' })`, when the node is such a call. */
function shapeId(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== 'meta')
    return undefined;
  const [argument] = node.arguments;
  if (!argument || !ts.isObjectLiteralExpression(argument)) return undefined;
  const id = argument.properties.filter(ts.isPropertyAssignment).find((property) => property.name.getText() === 'id')?.initializer;
  return id && ts.isStringLiteral(id) ? id.text : undefined;
}

function collectShapes(node: ts.Node, scope: Scope, into: Map<string, Docs>): void {
  const id = shapeId(node);
  if (id !== undefined) {
    const summary = ts.isVariableDeclaration(node.parent) ? docOfConstant(node.parent) : undefined;
    into.set(id, { summary, members: membersOf(node, scope) });
  }
  ts.forEachChild(node, (child) => collectShapes(child, scope, into));
}

/** Docstrings of the contracts below `folder`, read from the sources. */
export function docstringsBelow(folder: string): Docstrings {
  const paths = globSync('**/*.ts', { cwd: folder }).sort();
  const files = paths.map((path) => ts.createSourceFile(path, readFileSync(join(folder, path), 'utf8'), ts.ScriptTarget.Latest, true));
  const everywhere = new Map(files.flatMap((file) => [...constantsOf(file)]));
  const constants = new Map<string, Docs>();
  const shapes = new Map<string, Docs>();
  for (const file of files) {
    const local = constantsOf(file);
    const scope = new Scope(local, everywhere);
    for (const [name, declaration] of local) {
      const members = declaration.initializer ? membersOf(declaration.initializer, scope) : new Map<string, string>();
      constants.set(name, { summary: docOfConstant(declaration), members });
    }
    collectShapes(file, scope, shapes);
  }
  return { constants, shapes };
}
