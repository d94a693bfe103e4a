import { bootstrapDatabase } from './bootstrap.js';
import { connectionUrl, type PasswordOf, sliceUrl } from './connection-url.js';
import { SliceMigrator } from './slice-migrator.js';
import { type Schema, SCHEMAS } from './slices.js';

export interface MigrateAllOptions {
  /** Connection string of a superuser. */
  readonly adminUrl: string;
  /** Made when it is missing. */
  readonly database: string;
  /** All when left out. */
  readonly slices?: readonly Schema[] | undefined;
  /** Last migration number to apply; all when left out. */
  readonly to?: number | undefined;
  /** One password for every role, or one each. */
  readonly passwords: string | PasswordOf;
  /** Folder that holds `apps`; this workspace when left out. */
  readonly root?: string | undefined;
}

/**
 * A database that is ready for the services: made, bootstrapped, every slice migrated. May be repeated.
 * @returns how many migrations ran in each slice
 */
export async function migrateAll(options: MigrateAllOptions): Promise<Readonly<Record<string, number>>> {
  const { adminUrl, database, slices = SCHEMAS, to, passwords, root } = options;
  const passwordOf = typeof passwords === 'string' ? () => passwords : passwords;
  await bootstrapDatabase({ adminUrl, database, schemas: slices, passwordOf });
  const url = connectionUrl(adminUrl, database);
  const counts = await Promise.all(
    slices.map(async (schema) => {
      const ran = await new SliceMigrator({ schema, ownerUrl: sliceUrl(url, schema, 'owner', passwordOf), root }).up(to);
      return [schema, ran.length] as const;
    }),
  );
  return Object.fromEntries(counts);
}
