import { isDeepStrictEqual } from 'node:util';
import { type FormField, type LeadForm, SUBMISSION_FIELDS } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { normaliseText } from '../../lead/values/text.rules.js';
import { customKeyOf, type FormDefinition, type FormRecord } from '../form.js';

const IDENTIFYING = ['email', 'phone'];
const AMOUNTS = ['budget.min', 'budget.max'];

/**
 * A form in its stored form, or why it is refused.
 * @param definitions of custom fields, archived ones included
 * @param before what it asked for already: its custom fields are not judged anew, so that one archived since keeps nobody from changing the form
 */
export function acceptForm(
  stated: FormDefinition,
  definitions: readonly CustomFieldDefinition[],
  before: readonly FormField[] = [],
): { readonly form: FormDefinition } | { readonly errors: readonly FieldProblem[] } {
  const [name, source] = [normaliseText(stated.name, 100), normaliseText(stated.source, 100)];
  const errors = [
    ...(name.ok ? [] : [problem('name', name.code, name.message)]),
    ...(source.ok ? [] : [problem('source', source.code, source.message)]),
    ...fieldProblemsOf(stated),
    ...customProblems(stated, definitions, before),
    ...originProblems(stated),
    ...repeated(stated.consents.map(({ key }) => key)).map((at) =>
      problem(`consents.${at}.key`, 'consent.repeated', 'Stands there twice.'),
    ),
  ];
  if (errors.length > 0) return { errors };
  const allowedOrigins = [...new Set(stated.allowedOrigins.map((origin) => (origin === '*' ? origin : new URL(origin).origin)))];
  return { form: { ...stated, allowedOrigins } };
}

function fieldProblemsOf({ fields, honeypot }: FormDefinition): FieldProblem[] {
  const names = fields.map(({ name }) => name as string);
  const taken = [...names, ...SUBMISSION_FIELDS];
  return [
    ...repeated(names).map((at) => problem(`fields.${at}.name`, 'field.repeated', 'Stands there twice.')),
    ...(names.some((name) => IDENTIFYING.includes(name))
      ? []
      : [problem('fields', 'field.no_identifier', 'Email or phone must be among them: a lead is known by one of them.')]),
    ...(names.some((name) => AMOUNTS.includes(name)) && !names.includes('budget.currency')
      ? [problem('fields', 'field.no_currency', 'An amount needs its currency: budget.currency must be among them.')]
      : []),
    ...(taken.includes(honeypot) || honeypot.startsWith('utm_')
      ? [problem('honeypot', 'honeypot.taken', 'Is a field that people may fill in.')]
      : []),
  ];
}

function customProblems(
  { fields }: FormDefinition,
  definitions: readonly CustomFieldDefinition[],
  before: readonly FormField[],
): FieldProblem[] {
  const known = new Set(before.map(({ name }) => name));
  return fields.flatMap(({ name }, at) => {
    const key = customKeyOf(name);
    if (key === undefined || known.has(name)) return [];
    const definition = definitions.find((one) => one.key === key);
    const path = `fields.${at}.name`;
    if (!definition) return [problem(path, 'custom_field.unknown', 'No custom field has this key.')];
    if (definition.archived) return [problem(path, 'custom_field.archived', 'The field is archived and cannot be written.')];
    return definition.type === 'lead-reference' ? [problem(path, 'field.not_askable', 'Names a lead: no visitor knows one.')] : [];
  });
}

function originProblems({ allowedOrigins }: FormDefinition): FieldProblem[] {
  return allowedOrigins.flatMap((origin, at) =>
    origin === '*' || isOrigin(new URL(origin))
      ? []
      : [problem(`allowedOrigins.${at}`, 'origin.more', 'Has a path, query or user: an origin is scheme, host and port.')],
  );
}

function isOrigin({ href, origin }: URL): boolean {
  return href === `${origin}/`;
}

function repeated(values: readonly string[]): number[] {
  return values.flatMap((value, at) => (values.indexOf(value) < at ? [at] : []));
}

function problem(path: string, code: string, message: string): FieldProblem {
  return { path, code, message };
}

/** The next version of a form, or undefined when nothing would be other than before. Other consents are another wording. */
export function changedForm(before: FormRecord, after: FormDefinition, now: Date): FormRecord | undefined {
  const form = { ...before, ...after };
  if (isDeepStrictEqual(form, before)) return undefined;
  const isNewWording = !isDeepStrictEqual(before.consents, after.consents);
  return { ...form, version: before.version + 1, wordingVersion: before.wordingVersion + (isNewWording ? 1 : 0), updatedAt: now };
}

/** As the API shows it. */
export function presentForm({ formId, formKey, createdAt, updatedAt, ...form }: FormRecord): LeadForm {
  const { version, name, status, source, redirectUrl, honeypot, wordingVersion, botsCaught } = form;
  return {
    id: formId,
    version,
    key: formKey,
    name,
    status,
    fields: [...form.fields],
    allowedOrigins: [...form.allowedOrigins],
    consents: [...form.consents],
    source,
    redirectUrl,
    honeypot,
    wordingVersion,
    botsCaught,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
