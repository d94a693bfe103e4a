import type { FormConsent, FormField, FormStatus } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** What a tenant decides about a form. */
export interface FormDefinition {
  readonly name: string;
  readonly status: FormStatus;
  readonly fields: readonly FormField[];
  /** As browsers send them; `*` for any. */
  readonly allowedOrigins: readonly string[];
  readonly consents: readonly FormConsent[];
  readonly source: string;
  readonly redirectUrl: string | null;
  readonly honeypot: string;
}

/** A form in its present version. */
export interface FormRecord extends FormDefinition {
  readonly formId: Uuid;
  readonly version: number;
  readonly formKey: string;
  /** Of `consents`. */
  readonly wordingVersion: number;
  readonly botsCaught: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

/** What a form asked to agree to, in one of its versions. */
export interface Wording {
  readonly version: number;
  readonly consents: readonly FormConsent[];
  readonly createdAt: Date;
}

const CUSTOM = 'customFields.';

/** The key of the custom field that a form asks for by this name; undefined for a field that every lead has. */
export function customKeyOf(name: string): string | undefined {
  return name.startsWith(CUSTOM) ? name.slice(CUSTOM.length) : undefined;
}
