import 'reflect-metadata';
import { loadConfig, uuidV7 } from '@leadstream/kernel';
import { Outbox, outboxRinger, VaultPersonalData } from '@leadstream/messaging';
import { PersonVault, TenantDatabase } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { complianceConfig } from './config.js';
import { ReapplyService } from './erasure/reapply.service.js';
import { ErasureReadModel } from './erasure/store/erasure.read-model.js';

const USAGE = `usage: npm run erasures -- reapply
Does every erasure once more after the vault or a slice was restored: destroys the keys that came back, and has every service erase the leads again.
Needs DATABASE_URL of the compliance service, VAULT_DATABASE_URL, ENCRYPTION_KEYS and TOPIC_PREFIX as it has them, and a build.`;

async function reapply(): Promise<void> {
  const wanted = complianceConfig.pick({ DATABASE_URL: true, VAULT_DATABASE_URL: true, ENCRYPTION_KEYS: true, TOPIC_PREFIX: true });
  const config = loadConfig(wanted);
  configureLogger({ service: 'compliance', level: 'warn', destination: process.stderr });
  const options = { poolSize: 1, applicationName: 'erasures-command' };
  const database = new TenantDatabase({ ...options, url: config.DATABASE_URL });
  const vaultDatabase = new TenantDatabase({ ...options, url: config.VAULT_DATABASE_URL });
  try {
    const vault = new PersonVault({ database: vaultDatabase, keyring: config.ENCRYPTION_KEYS });
    const personal = new VaultPersonalData(vault);
    const outbox = new Outbox({ service: 'compliance', topicPrefix: config.TOPIC_PREFIX, wake: outboxRinger(database), personal });
    const { erasures, keys } = await new ReapplyService(database, new ErasureReadModel(), vault, outbox, uuidV7).reapply();
    process.stdout.write(`${erasures} erasures done again, ${keys} keys had come back\n`);
  } finally {
    await Promise.all([database.end(), vaultDatabase.end()]);
  }
}

if (process.argv.length !== 3 || process.argv[2] !== 'reapply') {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  reapply().catch((error: Error) => {
    process.stderr.write(`erasures failed: ${error.message}\n`);
    process.exitCode = 1;
  });
}
