/** Schemas of the database: one per service. */
export const SCHEMAS = ['lead', 'engagement', 'email_events', 'compliance', 'analytics', 'gateway'] as const;
export type Schema = (typeof SCHEMAS)[number];

/** Who connects to a slice: migrations, the service, its outbox relay. */
export type SliceRole = 'owner' | 'service' | 'relay';
export const SLICE_ROLES: readonly SliceRole[] = ['owner', 'service', 'relay'];

/** Where extensions live; on the search path of every role, writable by none. */
export const EXTENSION_SCHEMA = 'extensions';

/** Folder of the slice's service below `apps`. */
export function appOf(schema: Schema): string {
  return schema.replaceAll('_', '-');
}

export function roleName(schema: Schema, role: SliceRole): string {
  return `${schema}_${role}`;
}

/** @throws RangeError when there is no such slice */
export function schemaNamed(name: string): Schema {
  const schema = SCHEMAS.find((known) => known === name.replaceAll('-', '_'));
  if (!schema) throw new RangeError(`no slice ${name}; there are ${SCHEMAS.join(', ')}`);
  return schema;
}
