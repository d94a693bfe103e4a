import { LEAD_STATUSES } from '@leadstream/contracts';
import type { FieldShape, FieldValue } from '../../custom-fields/custom-field.js';
import { MAX_TEXT_LENGTH } from '../../custom-fields/definition/field-options.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { TextCase } from '../filter-field.js';

/** A field of the lead itself. */
export interface CoreField {
  readonly name: string;
  readonly label: string;
  readonly column: string;
  /** Of a JSON column. */
  readonly member?: string;
  readonly shape: FieldShape;
  readonly textCase: TextCase;
  /** In the stored form of its type; null when empty. */
  readonly read: (lead: LeadRecord) => FieldValue | null;
}

type Read = CoreField['read'];

/** Every field of a lead that can be filtered by; a new one is one line here. */
export const CORE_FIELDS: readonly CoreField[] = [
  { ...named('id', 'id', 'lead_id'), shape: { type: 'lead-reference', options: {} }, read: (lead) => lead.leadId },
  { ...text('externalId', 'external id', 'external_id', (lead) => lead.externalId), textCase: 'exact' },
  text('firstName', 'first name', 'first_name', (lead) => lead.firstName),
  text('lastName', 'last name', 'last_name', (lead) => lead.lastName),
  { ...named('email', 'e-mail', 'email'), shape: { type: 'email', options: {} }, read: (lead) => lead.email },
  { ...named('phone', 'phone', 'phone'), shape: { type: 'phone', options: { defaultRegion: null } }, read: (lead) => lead.phone },
  text('company', 'company', 'company', (lead) => lead.company),
  { ...text('timeZone', 'time zone', 'time_zone', (lead) => lead.timeZone), textCase: 'exact' },
  { ...text('source', 'source', 'source', (lead) => lead.source), textCase: 'lower' },
  choice('status', 'status', 'status', LEAD_STATUSES, (lead) => lead.status),
  instant('statusChangedAt', 'status change', 'status_changed_at', (lead) => lead.statusChangedAt),
  instant('capturedAt', 'capture', 'captured_at', (lead) => lead.capturedAt),
  instant('createdAt', 'creation', 'created_at', (lead) => lead.createdAt),
  instant('updatedAt', 'last change', 'updated_at', (lead) => lead.updatedAt),
];

function named(name: string, label: string, column: string) {
  return { name, label, column, textCase: 'exact' as TextCase };
}

function text(name: string, label: string, column: string, read: Read): CoreField {
  return { ...named(name, label, column), shape: { type: 'text', options: { maxLength: MAX_TEXT_LENGTH } }, textCase: 'folded', read };
}

function choice(name: string, label: string, column: string, words: readonly string[], read: Read): CoreField {
  const choices = words.map((key) => ({ key, label: key, archived: false }));
  return { ...named(name, label, column), shape: { type: 'single-choice', options: { choices } }, read };
}

function instant(name: string, label: string, column: string, read: (lead: LeadRecord) => Date): CoreField {
  return { ...named(name, label, column), shape: { type: 'date-time', options: {} }, read: (lead) => read(lead).toISOString() };
}
