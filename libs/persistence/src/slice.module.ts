import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { PersistenceConfig } from './persistence.config.js';
import { TenantDatabase } from './tenant-database.js';

export interface SliceModuleOptions {
  /** Name of the app, as it shows in `pg_stat_activity` and in metrics. */
  readonly service: string;
  readonly config: PersistenceConfig;
}

/** The slice's `TenantDatabase`, for every module of the app; closed last, when nothing can need it any more. */
@Module({})
export class SliceModule implements OnApplicationShutdown {
  constructor(@Inject(TenantDatabase) private readonly database: TenantDatabase) {}

  static register({ service, config }: SliceModuleOptions): DynamicModule {
    const options = { url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE, applicationName: service };
    return {
      module: SliceModule,
      global: true,
      providers: [{ provide: TenantDatabase, useFactory: () => new TenantDatabase(options) }],
      exports: [TenantDatabase],
    };
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.end();
  }
}
