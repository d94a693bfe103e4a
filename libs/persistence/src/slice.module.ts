import { type DynamicModule, Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { PersistenceConfig } from './persistence.config.js';
import { SliceUpkeep } from './slice-upkeep.js';
import { TenantDatabase } from './tenant-database.js';

export interface SliceModuleOptions {
  /** Name of the app, as it shows in `pg_stat_activity` and in metrics. */
  readonly service: string;
  readonly config: PersistenceConfig;
  /** Tables of the slice that are partitioned by month. */
  readonly monthlyTables?: readonly string[];
}

/** The slice's `TenantDatabase`, for every module of the app, with its upkeep; closed last, when nothing can need it any more. */
@Module({})
export class SliceModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(TenantDatabase) private readonly database: TenantDatabase,
    @Inject(SliceUpkeep) private readonly upkeep: SliceUpkeep,
  ) {}

  static register({ service, config, monthlyTables = [] }: SliceModuleOptions): DynamicModule {
    const options = { url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE, applicationName: service };
    return {
      module: SliceModule,
      global: true,
      providers: [
        { provide: TenantDatabase, useFactory: () => new TenantDatabase(options) },
        {
          provide: SliceUpkeep,
          inject: [TenantDatabase],
          useFactory: (database: TenantDatabase) => new SliceUpkeep(database, monthlyTables),
        },
      ],
      exports: [TenantDatabase],
    };
  }

  onApplicationBootstrap(): void {
    this.upkeep.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.upkeep.stop();
    await this.database.end();
  }
}
