export { databaseErrors, idempotencyErrors } from './database.errors.js';
export { detachMonthPartition, type DetachOptions } from './detach-month-partition.js';
export { aeadKey, open as aeadOpen, seal as aeadSeal } from './encryption/aead.js';
export { ColumnCipher, type ColumnPlace } from './encryption/column-cipher.js';
export { countSealed, resealColumn, type SealedColumn, SEALED_COLUMNS, sealedColumnsOf } from './encryption/column-rotation.js';
export { type EncryptionConfig, encryptionConfig } from './encryption/encryption.config.js';
export { runEncryptionCommand } from './encryption/encryption-command.js';
export { encryptionErrors } from './encryption/encryption.errors.js';
export { Keyring } from './encryption/keyring.js';
export { listMonthPartitions, type MonthPartition } from './list-month-partitions.js';
export { bootstrapDatabase, type BootstrapOptions } from './migrations/bootstrap.js';
export { connectionUrl, type PasswordOf, passwordsFrom, sliceUrl } from './migrations/connection-url.js';
export { migrateAll, type MigrateAllOptions } from './migrations/migrate-all.js';
export { runMigrateCommand } from './migrations/migrate-command.js';
export { type MigrationStatus, SliceMigrator, type SliceMigratorOptions } from './migrations/slice-migrator.js';
export {
  appOf,
  migrationsFolderOf,
  roleName,
  type Schema,
  schemaNamed,
  SCHEMAS,
  SERVICE_SCHEMAS,
  type ServiceSchema,
  serviceSchemaNamed,
  type SliceRole,
} from './migrations/slices.js';
export { ensureMonthPartitions } from './month-partitions.js';
export { type PersistenceConfig, persistenceConfig } from './persistence.config.js';
export { type PostgresConnection, postgresConnection, postgresUrl } from './postgres-url.js';
export { prismaInTenant, type PrismaSession, prismaWrite, type RawPrisma, type TransactingPrisma } from './prisma-in-tenant.js';
export {
  bigintArray,
  bytesArray,
  instantArray,
  integerArray,
  jsonArray,
  jsonbArray,
  textArray,
  uuidArray,
} from './parameters/binary-array.js';
export { comparePrismaSchema, type ComparePrismaSchemaOptions, type SchemaDifference } from './prisma-schema/compare.js';
export { PURGE_ROWS, purgeExpired, purgeJobHistory, purgePublished } from './purge.js';
export { SliceModule, type SliceModuleOptions } from './slice.module.js';
export { isSerializationFailure, sqlStateOf, type Violation, violationOf } from './sql-state.js';
export { EXEMPT_TABLES, findUnprotectedTables, type UnprotectedTable } from './tenancy-audit.js';
export { TenantDatabase, type TenantDatabaseOptions } from './tenant-database.js';
export type { PoolOptions } from './transaction/connection-pool.js';
export type { Sql, Statement, SystemTx, TenantsTx, Tx } from './tx.js';
export type { PersonReference } from './vault/person-reference.js';
export { type KeyAddress, type PersonKey, PersonVault, type PersonVaultOptions } from './vault/person-vault.js';
export { VaultModule, type VaultModuleOptions } from './vault/vault.module.js';
export { VaultRotation, type VaultStatus } from './vault/vault-rotation.js';
