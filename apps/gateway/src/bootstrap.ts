import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { addMemberBody } from '@leadstream/contracts';
import { loadConfig } from '@leadstream/kernel';
import { Outbox, outboxRinger, VaultPersonalData } from '@leadstream/messaging';
import { PersonVault, SliceModule, TenantDatabase, VaultModule } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { z } from 'zod';
import { type BootstrapResult, BootstrapService } from './bootstrap/bootstrap.service.js';
import { gatewayConfig } from './config.js';
import { TenancyModule } from './tenancy.module.js';

const USAGE = 'usage: npm run bootstrap -- --tenant "Acme" --admin admin@example.com [--region eu] [--json]';

const wanted = z.object({
  tenant: z.string().trim().min(1).max(200),
  admin: addMemberBody.shape.email,
  region: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/)
    .default('eu'),
  json: z.boolean().default(false),
});

const bootstrapConfig = gatewayConfig.pick({
  DATABASE_URL: true,
  DATABASE_POOL_SIZE: true,
  TOPIC_PREFIX: true,
  API_KEY_CACHE_MS: true,
  ENCRYPTION_KEYS: true,
  VAULT_DATABASE_URL: true,
  VAULT_POOL_SIZE: true,
});
type BootstrapConfig = z.infer<typeof bootstrapConfig>;

/** The outbox alone: what it holds is published by the gateway's relay. */
@Module({})
class OutboxModule {
  static with({ TOPIC_PREFIX: topicPrefix }: BootstrapConfig): DynamicModule {
    const useFactory = (database: TenantDatabase, vault: PersonVault) =>
      new Outbox({ topicPrefix, wake: outboxRinger(database), personal: new VaultPersonalData(vault) });
    return {
      module: OutboxModule,
      global: true,
      providers: [{ provide: Outbox, inject: [TenantDatabase, PersonVault], useFactory }],
      exports: [Outbox],
    };
  }
}

@Module({})
class BootstrapModule {
  static with(config: BootstrapConfig): DynamicModule {
    const options = { service: 'gateway-bootstrap', config };
    const imports = [SliceModule.register(options), VaultModule.register(options), OutboxModule.with(config), TenancyModule.with(config)];
    return { module: BootstrapModule, imports, providers: [BootstrapService] };
  }
}

function readCommand(): z.infer<typeof wanted> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { tenant: text, admin: text, region: text, json: { type: 'boolean' } } });
  return wanted.parse(values);
}

function shown(result: BootstrapResult): string {
  const state = result.tenantCreated ? 'created' : 'existed';
  return `tenant   ${result.tenantName} (${result.tenantId}, ${state})\nadmin    ${result.adminId}\nAPI key  ${result.apiKey}\n         shown this once; it is stored nowhere\n`;
}

async function main(): Promise<void> {
  const command = readCommand();
  const config = loadConfig(bootstrapConfig);
  configureLogger({ service: 'gateway', level: 'warn', destination: process.stderr });
  const app = await NestFactory.createApplicationContext(BootstrapModule.with(config), { logger: false, abortOnError: false });
  try {
    const result = await app.get(BootstrapService).run(command);
    process.stdout.write(command.json ? `${JSON.stringify(result)}\n` : shown(result));
  } finally {
    await app.close();
  }
}

main().catch((error: Error & { readonly code?: string }) => {
  const isMisuse = error instanceof z.ZodError || error.code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(isMisuse ? `${USAGE}\n` : `bootstrap failed: ${error.message}\n`);
  process.exitCode = isMisuse ? 2 : 1;
});
