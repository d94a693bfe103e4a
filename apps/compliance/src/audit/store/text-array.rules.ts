type Plain = string | number | null;

/** A one-dimensional array of what needs no quotes, ids and numbers, as Postgres reads it. */
export function plainArray(values: readonly Plain[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

/** Of instants. */
export function instantArray(values: readonly Date[]): string {
  return `{${values.map((value) => value.toISOString()).join(',')}}`;
}

/** Of bytes. */
export function bytesArray(values: readonly Buffer[]): string {
  return `{${values.map((value) => `\\\\x${value.toString('hex')}`).join(',')}}`;
}

/** Of any text: quoted, with backslashes and quotes escaped. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : `"${value.replace(/[\\"]/g, '\\$&')}"`)).join(',')}}`;
}
