import { createHash } from 'node:crypto';
import { type ConsentGrant, type CreateLead, type StatedCustomValues, SUBMISSION_FIELDS, type SubmitForm } from '@leadstream/contracts';
import { type FieldProblem, isUuid, type Uuid } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { mergeSourceMetadata } from '../../lead/values/source-metadata.rules.js';
import type { FormRecord, Wording } from '../form.js';
import { type AskedFields, readAskedFields, takesSeveral } from './asked-fields.rules.js';

const TRACKING = ['referrer', 'landingPage', 'gclid', 'fbclid', 'msclkid'];
const UTM = /^utm_[a-z0-9_]{1,40}$/;
const MAX_METADATA_LENGTH = 1_000;
const MAX_ID_LENGTH = 100;

/** What a person filled in, in the terms of a capture. */
export interface ReadSubmission {
  readonly lead: CreateLead & { readonly customFields: StatedCustomValues };
  /** What no custom field takes any more, by key. */
  readonly leftOver: AskedFields['leftOver'];
  /** Keys of the consents that were given. */
  readonly consents: readonly string[];
  /** What the page calls whoever sits before it; null when it does not. */
  readonly visitorId: Uuid | null;
}

/** Whether the field was filled in that no person sees. */
export function isFromBot({ honeypot }: FormRecord, body: SubmitForm): boolean {
  return Object.hasOwn(body, honeypot) && textsOf(body[honeypot]).some((text) => text.trim() !== '');
}

/** The wording that was shown, `undefined` when it is not said, `null` when no number is. */
export function wordingVersionOf({ wordingVersion }: SubmitForm): number | null | undefined {
  if (wordingVersion === undefined || wordingVersion === '') return undefined;
  return typeof wordingVersion === 'string' && /^[1-9]\d{0,8}$/.test(wordingVersion) ? Number(wordingVersion) : null;
}

/** What makes a submission the same as another: the id that its sender gave, else all that it says. SHA-256, hex. */
export function submissionDigest(body: SubmitForm): { readonly digest: string; readonly isById: boolean } {
  const { submissionId } = body;
  const isById = typeof submissionId === 'string' && submissionId !== '';
  const told = isById ? ['id', submissionId] : ['content', Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))];
  return { digest: createHash('sha256').update(JSON.stringify(told)).digest('hex'), isById };
}

/**
 * Reads a submission by what the form asks for; values themselves are judged by the capture.
 * @param definitions of custom fields, archived ones included
 */
export function readSubmission(
  form: FormRecord,
  wording: Wording,
  body: SubmitForm,
  definitions: readonly CustomFieldDefinition[],
): { readonly submission: ReadSubmission } | { readonly errors: readonly FieldProblem[] } {
  const asked = form.fields.map(({ name }) => name as string);
  const given = textsOf(body['consents']).filter((key) => key !== '');
  const visitorId = textOf(body, 'visitorId').trim().toLowerCase();
  const several = asked.filter((name) => takesSeveral(name, definitions));
  const read = readAskedFields(textsUnder(asked, body), definitions);
  const errors = [
    ...Object.keys(body).flatMap((name) => nameProblem(name, asked, form.honeypot)),
    ...[...asked, 'submissionId', 'visitorId'].flatMap((name) => (several.includes(name) ? [] : singleProblem(name, body))),
    ...form.fields.flatMap(({ name, required }) => (required && !saysSomething(body, name) ? [missing(name)] : [])),
    ...read.problems,
    ...(textOf(body, 'submissionId').length > MAX_ID_LENGTH
      ? [problem('submissionId', 'text.too_long', `May have ${MAX_ID_LENGTH} characters at most.`)]
      : []),
    ...(visitorId === '' || isUuid(visitorId) ? [] : [problem('visitorId', 'visitor.invalid', 'Is no UUID.')]),
    ...consentProblems(wording, given),
  ];
  if (errors.length > 0) return { errors };
  const consents = [...new Set(given)];
  const origin = { source: form.source, sourceMetadata: metadataOf(form, body) };
  const lead = { ...read.lead, customFields: read.customFields, ...origin, consents: grantsOf(form, wording, consents) };
  return { submission: { lead, leftOver: read.leftOver, consents, visitorId: isUuid(visitorId) ? visitorId : null } };
}

function nameProblem(name: string, asked: readonly string[], honeypot: string): FieldProblem[] {
  const isKnown = asked.includes(name) || name === honeypot || UTM.test(name) || (SUBMISSION_FIELDS as readonly string[]).includes(name);
  return isKnown ? [] : [problem(name, 'field.unknown', 'The form does not ask for it.')];
}

function singleProblem(name: string, body: SubmitForm): FieldProblem[] {
  return Array.isArray(body[name]) ? [problem(name, 'field.repeated', 'Takes one value.')] : [];
}

function consentProblems({ consents }: Wording, given: readonly string[]): FieldProblem[] {
  const keys = consents.map(({ key }) => key);
  return [
    ...(given.every((key) => keys.includes(key))
      ? []
      : [problem('consents', 'consent.unknown', 'Names a consent that the form does not ask for.')]),
    ...consents
      .filter(({ key, required }) => required && !given.includes(key))
      .map(({ key }) => problem(`consents.${key}`, 'consent.required', 'Must be given.')),
  ];
}

/** The wording stands in every statement: `<form>/<version>`. */
function grantsOf({ formId }: FormRecord, { version, consents }: Wording, given: readonly string[]): ConsentGrant[] {
  return consents
    .filter(({ key }) => given.includes(key))
    .flatMap(({ channels, purpose }) =>
      channels.map((channel) => ({ channel, purpose, basis: 'consent' as const, textVersion: `${formId}/${version}` })),
    );
}

/** Where the visitor came from. Nobody typed these in, so what cannot be stored is clipped or left out instead of refusing a person. */
function metadataOf({ formId }: FormRecord, body: SubmitForm): Record<string, string> {
  const told = Object.keys(body)
    .filter((name) => UTM.test(name) || TRACKING.includes(name))
    .map((name) => [name, textOf(body, name).slice(0, MAX_METADATA_LENGTH).toWellFormed()] as const)
    .filter(([name, text]) => text.trim() !== '' && mergeSourceMetadata({}, { [name]: text }).ok);
  return { formId, ...Object.fromEntries(told.slice(0, 40)) };
}

function textsOf(value: string | string[] | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat();
}

/** What is said under names, without what says nothing. */
function textsUnder(names: readonly string[], body: SubmitForm): ReadonlyMap<string, readonly string[]> {
  const told = names.filter((name) => saysSomething(body, name));
  return new Map(told.map((name) => [name, textsOf(body[name]).filter((text) => text.trim() !== '')]));
}

function saysSomething(body: SubmitForm, name: string): boolean {
  return Object.hasOwn(body, name) && textsOf(body[name]).some((text) => text.trim() !== '');
}

/** The only value of a field, or the first. */
function textOf(body: SubmitForm, name: string): string {
  return Object.hasOwn(body, name) ? (textsOf(body[name])[0] ?? '') : '';
}

function missing(name: string): FieldProblem {
  return problem(name, 'field.required', 'Must be filled in.');
}

function problem(path: string, code: string, message: string): FieldProblem {
  return { path, code, message };
}
