/** Schemas that a service owns. */
export const SERVICE_SCHEMAS = ['lead', 'engagement', 'email_events', 'compliance', 'analytics', 'gateway'] as const;
export type ServiceSchema = (typeof SERVICE_SCHEMAS)[number];

/** Schemas of the database: one per service, and the vault, in which every service keeps the keys of persons. */
export const SCHEMAS = [...SERVICE_SCHEMAS, 'vault'] as const;
export type Schema = (typeof SCHEMAS)[number];

/** Who connects to a slice: migrations, the service, its outbox relay. */
export type SliceRole = 'owner' | 'service' | 'relay';

/** The vault has no outbox, hence no relay. */
export function rolesOf(schema: Schema): readonly SliceRole[] {
  return schema === 'vault' ? ['owner', 'service'] : ['owner', 'service', 'relay'];
}

/** Where extensions live; on the search path of every role, writable by none. */
export const EXTENSION_SCHEMA = 'extensions';

/** Folder of the slice's service below `apps`. */
export function appOf(schema: ServiceSchema): string {
  return schema.replaceAll('_', '-');
}

/** Folder of the slice's own migrations, from the root of the workspace. */
export function migrationsFolderOf(schema: Schema): string {
  return schema === 'vault' ? 'libs/persistence/vault/migrations' : `apps/${appOf(schema)}/migrations`;
}

/** Whether a platform migration is for the slice: the vault writes no events and answers no requests, it only has tenants. */
export function hasPlatformTables(schema: Schema, migrationName: string): boolean {
  return schema !== 'vault' || migrationName === 'tenant_tables';
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

/** @throws RangeError when no service owns such a slice */
export function serviceSchemaNamed(name: string): ServiceSchema {
  const schema = SERVICE_SCHEMAS.find((known) => known === name.replaceAll('-', '_'));
  if (!schema) throw new RangeError(`no service has a slice ${name}; there are ${SERVICE_SCHEMAS.join(', ')}`);
  return schema;
}
