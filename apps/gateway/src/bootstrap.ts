import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { addMemberBody } from '@leadstream/contracts';
import { loadConfig } from '@leadstream/kernel';
import { configureLogger } from '@leadstream/telemetry';
import { z } from 'zod';
import { type BootstrapResult, BootstrapService } from './bootstrap/bootstrap.service.js';
import { gatewayConfig } from './config.js';
import { SliceModule } from './slice.module.js';

const USAGE = 'usage: npm run bootstrap -- --tenant "Acme" --admin admin@example.com [--region eu] [--json]';

const wanted = z.object({
  tenant: z.string().trim().min(1).max(200),
  admin: addMemberBody.shape.email,
  region: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/).default('eu'),
  json: z.boolean().default(false),
});

@Module({})
class BootstrapModule {}

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
  const config = loadConfig(gatewayConfig.pick({ DATABASE_URL: true, DATABASE_POOL_SIZE: true, TOPIC_PREFIX: true, API_KEY_CACHE_MS: true }));
  configureLogger({ service: 'gateway', level: 'warn', destination: process.stderr });
  const module = { module: BootstrapModule, imports: [SliceModule.with(config)], providers: [BootstrapService] };
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  try {
    const result = await app.get(BootstrapService).run(command);
    process.stdout.write(command.json ? `${JSON.stringify(result)}\n` : shown(result));
  } finally {
    await app.close();
  }
}

main().catch((error: Error) => {
  const isMisuse = error instanceof z.ZodError || error.message.startsWith('Unknown option') || error.message.startsWith('Unexpected argument');
  process.stderr.write(isMisuse ? `${USAGE}\n` : `bootstrap failed: ${error.message}\n`);
  process.exitCode = isMisuse ? 2 : 1;
});
