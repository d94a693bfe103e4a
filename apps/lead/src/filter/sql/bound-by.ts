import { type BoundType, Binds } from './binds.js';

/** Gives a value its place among the parameters of a statement: `$3`. */
export type Bind = (value: unknown) => string;

/** Values of filters that take their places in another statement. */
export class BoundBy extends Binds {
  constructor(private readonly bind: Bind) {
    super();
  }

  override add(value: unknown, type: BoundType): string {
    return `${this.bind(value)}::${type}`;
  }
}
