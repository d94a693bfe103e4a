export type BoundType = 'text' | 'text[]' | 'uuid' | 'uuid[]' | 'numeric' | 'numeric[]' | 'timestamptz' | 'boolean' | 'integer';

/** Values of a statement, in the order of their placeholders. */
export class Binds {
  readonly values: unknown[];

  constructor(values: readonly unknown[] = []) {
    this.values = [...values];
  }

  /** @returns the placeholder, with the type that the database is to take the value for */
  add(value: unknown, type: BoundType): string {
    return `$${this.values.push(value)}::${type}`;
  }

  /** For a statement that goes on from here. */
  copy(): Binds {
    return new Binds(this.values);
  }
}
