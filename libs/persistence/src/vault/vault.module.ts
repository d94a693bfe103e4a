import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { EncryptionConfig } from '../encryption/encryption.config.js';
import { TenantDatabase } from '../tenant-database.js';
import { PersonVault } from './person-vault.js';

const VAULT_DATABASE = Symbol('vault-database');

export interface VaultModuleOptions {
  /** Name of the app, as it shows in `pg_stat_activity` and in metrics. */
  readonly service: string;
  readonly config: EncryptionConfig;
}

/** The keys of persons, for every module of the app; its connections close last, when nothing can need them any more. */
@Module({})
export class VaultModule implements OnApplicationShutdown {
  constructor(@Inject(VAULT_DATABASE) private readonly database: TenantDatabase) {}

  static register({ service, config }: VaultModuleOptions): DynamicModule {
    const options = { url: config.VAULT_DATABASE_URL, poolSize: config.VAULT_POOL_SIZE, applicationName: `${service}-vault` };
    return {
      module: VaultModule,
      global: true,
      providers: [
        { provide: VAULT_DATABASE, useFactory: () => new TenantDatabase(options) },
        {
          provide: PersonVault,
          inject: [VAULT_DATABASE],
          useFactory: (database: TenantDatabase) => new PersonVault({ database, keyring: config.ENCRYPTION_KEYS }),
        },
      ],
      exports: [PersonVault],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.end();
  }
}
