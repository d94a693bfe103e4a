import { type DynamicModule, Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { logger } from '@leadstream/telemetry';
import { ColumnCipher } from './encryption/column-cipher.js';
import type { EncryptionConfig } from './encryption/encryption.config.js';
import { ensureMonthPartitions } from './month-partitions.js';
import type { PersistenceConfig } from './persistence.config.js';
import { TenantDatabase } from './tenant-database.js';

const log = logger('slice');
const MONTHLY_TABLES = Symbol('monthly-tables');

export interface SliceModuleOptions {
  /** Name of the app, as it shows in `pg_stat_activity` and in metrics. */
  readonly service: string;
  readonly config: PersistenceConfig & Pick<EncryptionConfig, 'ENCRYPTION_KEYS'>;
  /** Tables of the slice that are partitioned by month. */
  readonly monthlyTables?: readonly string[];
}

/**
 * The slice's `TenantDatabase`, for every module of the app; closed last, when nothing can need it any more. Makes missing
 * partitions before the app serves; a timed job makes those of later months.
 */
@Module({})
export class SliceModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(TenantDatabase) private readonly database: TenantDatabase,
    @Inject(MONTHLY_TABLES) private readonly monthlyTables: readonly string[],
  ) {}

  static register({ service, config, monthlyTables = [] }: SliceModuleOptions): DynamicModule {
    const answers = new ColumnCipher(config.ENCRYPTION_KEYS);
    const options = { url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE, applicationName: service, answers };
    return {
      module: SliceModule,
      global: true,
      providers: [
        { provide: TenantDatabase, useFactory: () => new TenantDatabase(options) },
        { provide: MONTHLY_TABLES, useValue: monthlyTables },
      ],
      exports: [TenantDatabase],
    };
  }

  /** A database that does not answer yet is no reason not to start: partitions of three months are there from the last start. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.monthlyTables.length === 0) return;
    try {
      await this.database.withoutTenant((tx) => ensureMonthPartitions(tx, this.monthlyTables));
    } catch (error) {
      log.warn('partitions_not_ensured', { error });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.end();
  }
}
