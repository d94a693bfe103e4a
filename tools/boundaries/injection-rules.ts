import ts from 'typescript';
import type { Rule } from './violation.ts';

function typeOnlyNames(file: ts.SourceFile): Set<string> {
  const clauses = file.statements.filter(ts.isImportDeclaration).flatMap((declaration) => declaration.importClause ?? []);
  return new Set(
    clauses.flatMap((clause) => {
      const named = clause.namedBindings;
      const elements = named && ts.isNamedImports(named) ? [...named.elements] : [];
      const whole = clause.isTypeOnly && clause.name ? [clause.name.text] : [];
      return [...whole, ...elements.filter((element) => clause.isTypeOnly || element.isTypeOnly).map((element) => element.name.text)];
    }),
  );
}

function isDecorated(node: ts.ClassDeclaration | ts.ParameterDeclaration): boolean {
  return (ts.getDecorators(node) ?? []).length > 0;
}

/** The framework injects by the class that stands in the constructor; a type is gone by then and `undefined` would come in. */
export const injectedByValue: Rule = ({ path, syntax, isSpec }) => {
  const types = isSpec ? new Set<string>() : typeOnlyNames(syntax);
  const classes = syntax.statements.filter(ts.isClassDeclaration).filter(isDecorated);
  const parameters = classes.flatMap((declaration) =>
    declaration.members.filter(ts.isConstructorDeclaration).flatMap((made) => [...made.parameters]),
  );
  return parameters.flatMap((parameter) => {
    const type = parameter.type && ts.isTypeReferenceNode(parameter.type) ? parameter.type.typeName.getText() : undefined;
    if (type === undefined || !types.has(type) || isDecorated(parameter)) return [];
    const { line } = syntax.getLineAndCharacterOfPosition(parameter.getStart());
    return [{ path, line: line + 1, message: `${type} is injected: import it as a value, or name its token with @Inject` }];
  });
};
