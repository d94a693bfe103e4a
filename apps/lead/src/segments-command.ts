import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadConfig, systemClock } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { z } from 'zod';
import { type LeadConfig, leadConfig } from './config.js';
import { CustomFieldRepository } from './custom-fields/store/custom-field.repository.js';
import { CustomFieldsService } from './custom-fields/store/custom-fields.service.js';
import { ReferenceReadModel } from './custom-fields/store/reference.read-model.js';
import { FilterContextService } from './facts/filter-context.service.js';
import { ActiveModelService } from './scoring/model/active-model.service.js';
import { ScoringModelRepository } from './scoring/model/scoring-model.repository.js';
import { TrainedModelRepository } from './scoring/prediction/trained-model/trained-model.repository.js';
import { SegmentFillingRepository } from './segments/fill/segment-filling.repository.js';
import { SegmentRepository } from './segments/store/segment.repository.js';
import { RecountReadModel } from './segments/verify/recount.read-model.js';
import { HeldSettingsService } from './settings/store/held-settings.service.js';
import { SettingsRepository } from './settings/store/settings.repository.js';
import { SegmentVerificationService, type SegmentVerdict } from './segments/verify/segment-verification.service.js';

const USAGE = `usage: npm run segments -- verify --tenant ID [--json]
Counts every dynamic segment of a tenant anew and compares. 0: they agree, 1: they differ. Reads only; needs DATABASE_URL of the lead service, and a build.`;

/** Changes that are on their way have arrived by then. */
const SETTLES_MS = 5_000;

const wanted = z.object({ command: z.literal('verify'), tenant: z.uuid(), json: z.boolean().default(false) });

function readCommand(): z.infer<typeof wanted> {
  const options = { tenant: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  return wanted.parse({ command: positionals[0], ...values });
}

function differs({ missing, surplus }: SegmentVerdict): boolean {
  return missing.length + surplus.length > 0;
}

/** What differs is looked at once more, when it has had time to settle. */
async function verify(
  database: TenantDatabase,
  tenantId: string,
  config: Pick<LeadConfig, 'SEGMENT_FILL_LEADS'>,
): Promise<SegmentVerdict[]> {
  const contexts = new FilterContextService(new ActiveModelService(new ScoringModelRepository(), new TrainedModelRepository()));
  const customFields = new CustomFieldsService(
    new CustomFieldRepository(),
    new HeldSettingsService(new SettingsRepository()),
    new ReferenceReadModel(),
  );
  const verification = new SegmentVerificationService(
    new SegmentRepository(),
    customFields,
    contexts,
    new SegmentFillingRepository(),
    new RecountReadModel(),
    systemClock,
    config,
  );
  const look = () => database.readInTenant(tenantId, (tx) => verification.verify(tx));
  const first = await look();
  if (!first.some(differs)) return first;
  await delay(SETTLES_MS);
  return look();
}

function shown(verdict: SegmentVerdict): string {
  const { segmentId, found, missing, surplus } = verdict;
  const line = `${differs(verdict) ? 'differs' : 'agrees '} ${segmentId} ${found} leads`;
  return [line, ...missing.map((leadId) => `        missing ${leadId}`), ...surplus.map((leadId) => `        surplus ${leadId}`)].join(
    '\n',
  );
}

async function main(): Promise<void> {
  const command = readCommand();
  const { DATABASE_URL: url, ...config } = loadConfig(leadConfig.pick({ DATABASE_URL: true, SEGMENT_FILL_LEADS: true }));
  configureLogger({ service: 'lead', level: 'warn', destination: process.stderr });
  const database = new TenantDatabase({ url, poolSize: 1, applicationName: 'segments-command' });
  try {
    const verdicts = await verify(database, command.tenant, config);
    process.stdout.write(command.json ? `${JSON.stringify(verdicts)}\n` : verdicts.map((verdict) => `${shown(verdict)}\n`).join(''));
    if (verdicts.some(differs)) process.exitCode = 1;
  } finally {
    await database.end();
  }
}

main().catch((error: Error & { readonly code?: string }) => {
  const isMisuse = error instanceof z.ZodError || error.code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(isMisuse ? `${USAGE}\n` : `segments failed: ${error.message}\n`);
  process.exitCode = isMisuse ? 2 : 1;
});
