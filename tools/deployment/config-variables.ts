import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What an app's configuration schema knows. */
export interface ConfigVariables {
  readonly known: ReadonlySet<string>;
  /** Those without a default. */
  readonly required: ReadonlySet<string>;
}

type Schemas = ReadonlyMap<string, ts.ObjectLiteralExpression>;

function schemasIn(path: string): [string, ts.ObjectLiteralExpression][] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const declarations = file.statements.filter(ts.isVariableStatement).flatMap((statement) => [...statement.declarationList.declarations]);
  return declarations.flatMap(({ name, initializer }) => {
    const argument = initializer && ts.isCallExpression(initializer) ? initializer.arguments[0] : undefined;
    return argument && ts.isObjectLiteralExpression(argument) ? [[name.getText(), argument]] : [];
  });
}

function propertiesOf(schema: ts.ObjectLiteralExpression, schemas: Schemas): ts.PropertyAssignment[] {
  return schema.properties.flatMap((property) => {
    if (ts.isPropertyAssignment(property)) return [property];
    const spread = ts.isSpreadAssignment(property) ? schemas.get(property.expression.getText().replace('.shape', '')) : undefined;
    return spread ? propertiesOf(spread, schemas) : [];
  });
}

/** Environment variables by app, read from the sources of its configuration schema. */
export function configVariables(root: string, app: string): ConfigVariables {
  const libraries = globSync('libs/*/src/**/*config.ts', { cwd: root }).flatMap((path) => schemasIn(join(root, path)));
  const own = schemasIn(join(root, 'apps', app, 'src/config.ts'));
  const [, schema] = own.find(([name]) => name.endsWith('Config')) ?? [];
  if (!schema) throw new Error(`apps/${app}/src/config.ts declares no schema`);
  const properties = propertiesOf(schema, new Map([...libraries, ...own]));
  const hasDefault = ({ initializer }: ts.PropertyAssignment): boolean => /\.(default|optional)\(/.test(initializer.getText());
  return {
    known: new Set(properties.map((property) => property.name.getText())),
    required: new Set(properties.filter((property) => !hasDefault(property)).map((property) => property.name.getText())),
  };
}
