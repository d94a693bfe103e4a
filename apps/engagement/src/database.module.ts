import { TenantDatabase } from '@leadstream/persistence';
import { type DynamicModule, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { EngagementConfig } from './config.js';

/** Lets go of the connections once nothing uses them any more. */
@Injectable()
class DatabaseLifetime implements OnApplicationShutdown {
  constructor(private readonly database: TenantDatabase) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.end();
  }
}

/** The slice's database, for every module of the app. */
@Module({})
export class DatabaseModule {
  static with({ DATABASE_URL: url, DATABASE_POOL_SIZE: poolSize }: EngagementConfig): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        DatabaseLifetime,
        { provide: TenantDatabase, useFactory: () => new TenantDatabase({ url, poolSize, applicationName: 'engagement' }) },
      ],
      exports: [TenantDatabase],
    };
  }
}
