import type { z } from 'zod';
import { type JsonSchema, jsonSchemaOf } from './json-schema.js';

type Io = 'input' | 'output';

const DEFINITION_REF = /"#\/\$defs\/([^"]+)"/g;

function pointToComponents(schema: JsonSchema, nameOf: (id: string) => string): JsonSchema {
  const text = JSON.stringify(schema).replaceAll(DEFINITION_REF, (_ref, id: string) => `"#/components/schemas/${nameOf(id)}"`);
  return JSON.parse(text) as JsonSchema;
}

/** Collects the shapes with a meta `id` while operations are built; they become the document's components. */
export class OpenApiComponents {
  private readonly byName = new Map<string, JsonSchema>();

  /**
   * A schema to embed in an operation. What is answered goes first: a shape that reads otherwise when
   * it is sent (defaults make fields optional) is then kept beside it as `<id>Input`.
   * @throws Error when two different shapes claim one name
   */
  schemaOf(schema: z.ZodType, io: Io): JsonSchema {
    const { $defs, ...own } = jsonSchemaOf(schema, io);
    const definitions = Object.entries(($defs ?? {}) as Readonly<Record<string, JsonSchema>>);
    const plain = (id: string): string => id;
    const differs = definitions.some(([id, shape]) => this.clashes(id, pointToComponents(shape, plain)));
    const nameOf = io === 'input' && differs ? (id: string): string => `${id}Input` : plain;
    for (const [id, shape] of definitions) this.register(nameOf(id), pointToComponents(shape, nameOf));
    return pointToComponents(own, nameOf);
  }

  /** Ordered by name. */
  schemas(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.byName].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private clashes(name: string, shape: JsonSchema): boolean {
    const known = this.byName.get(name);
    return known !== undefined && JSON.stringify(known) !== JSON.stringify(shape);
  }

  private register(name: string, shape: JsonSchema): void {
    if (this.clashes(name, shape)) throw new Error(`two shapes share the id ${name}`);
    this.byName.set(name, shape);
  }
}
