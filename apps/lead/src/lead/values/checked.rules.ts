/** A stated value after its check: normalised, or refused with a reason a machine can read (`phone.invalid`). */
export type Checked<T> = { readonly ok: true; readonly value: T } | Refused;

export interface Refused {
  readonly ok: false;
  /** `subject.reason`, lower-case, stable. */
  readonly code: string;
  /** For people; never repeats the value. */
  readonly message: string;
  /** Field that is to blame when it is not the checked one itself. */
  readonly path?: string;
}

export function accept<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function refuse(code: string, message: string, path?: string): Refused {
  return path === undefined ? { ok: false, code, message } : { ok: false, code, message, path };
}
