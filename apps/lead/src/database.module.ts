import { type DynamicModule, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ColumnCipher, TenantDatabase } from '@leadstream/persistence';
import type { LeadConfig } from './config.js';
import { SlicePrisma } from './prisma.js';

/** Lets go of the connections once nothing uses them any more. */
@Injectable()
class DatabaseLifetime implements OnApplicationShutdown {
  constructor(
    private readonly database: TenantDatabase,
    private readonly prisma: SlicePrisma,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await this.database.end();
  }
}

/** The slice's database, for every module of the app. */
@Module({})
export class DatabaseModule {
  static with({ DATABASE_URL: url, DATABASE_POOL_SIZE: poolSize, ENCRYPTION_KEYS: keyring }: LeadConfig): DynamicModule {
    const options = { url, poolSize, applicationName: 'lead', answers: new ColumnCipher(keyring) };
    return {
      module: DatabaseModule,
      global: true,
      providers: [DatabaseLifetime, SlicePrisma, { provide: TenantDatabase, useFactory: () => new TenantDatabase(options) }],
      exports: [TenantDatabase, SlicePrisma],
    };
  }
}
