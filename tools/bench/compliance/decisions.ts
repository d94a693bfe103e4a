// Contact decisions in batches of a thousand, as the service makes them: facts read, judged by the rules of every place, signed, stored and told.
//
// Half of the contacts are mails, half are texts; of the leads four in five agreed, one in a hundred is on the list, and of one in a hundred somebody else
// had the address before. Batches come one after the other
// and two at a time, since a batch spends about half of its time in Postgres.
import { randomUUID } from 'node:crypto';
import { runInContext, systemClock, uuidV7 } from '@leadstream/kernel';
import { Outbox } from '@leadstream/messaging';
import { ColumnCipher, Keyring, PersonVault, TenantDatabase } from '@leadstream/persistence';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import type { Figure } from '../figure.ts';

const APP = '../../../apps/compliance/dist/';
const LEADS = 20_000;
const BATCH = 1_000;
const BATCHES = 10;
const RUNS = 5;

/** The tenant has loaded no list of numbers: none is held, and none is fetched. */
const NO_LISTS = undefined;

type Class = new (...inject: unknown[]) => never;

/** What is measured of the app, as its build has it; a tool imports no app. */
interface Maker {
  decideAll(questions: readonly object[], now: Date, answer: (decisions: readonly { outcome: string }[]) => unknown): Promise<unknown>;
}

const FILL = [
  `INSERT INTO compliance.known_lead (tenant_id, lead_id, sequence, email, phone)
   SELECT $1::uuid, uuidv7(), 1, 'lead' || n || '@example.com',
          (ARRAY['+1305', '+1415', '+1212', '+4930', '+1416'])[1 + n % 5] || lpad((2000000 + n)::text, 7, '0')
     FROM generate_series(1, ${LEADS}) AS n`,
  `INSERT INTO compliance.consent_entry (tenant_id, id, lead_id, channel, purpose, state, basis, stated_at, source, recorded_at)
   SELECT tenant_id, uuidv7(), lead_id, channel, 'marketing', 'given', 'consent', now() - interval '30 days', 'bench', now()
     FROM compliance.known_lead, (VALUES ('email'), ('sms')) AS c (channel) WHERE tenant_id = $1 AND abs(hashtext(lead_id::text)) % 5 > 0`,
  `INSERT INTO compliance.dnc_entry (tenant_id, id, kind, value, channels, reason, source, version, added_at)
   SELECT tenant_id, uuidv7(), 'email', email, '{}', 'bench', 'bench', 1, now() FROM compliance.known_lead
    WHERE tenant_id = $1 AND abs(hashtext(lead_id::text)) % 100 = 0`,
];

/** Decisions a second, and what one costs the processor of the service. */
export async function measureDecisions(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('compliance', 'service'), poolSize: 4, applicationName: 'bench' });
  const vaultDatabase = new TenantDatabase({ url: stack.vault.url, poolSize: 1, applicationName: 'bench-vault' });
  const admin = new pg.Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    const tenantId = randomUUID();
    for (const sql of FILL) await admin.query(sql, [tenantId]);
    const keyring = Keyring.parse(stack.vault.encryptionKeys);
    const vault = new PersonVault({ database: vaultDatabase, keyring });
    await fillFormerAddresses(admin, tenantId, vault);
    await admin.query('VACUUM (ANALYZE) compliance.known_lead, compliance.consent_entry, compliance.dnc_entry, compliance.former_address');
    const { rows } = await admin.query<{ id: string }>('SELECT lead_id AS id FROM compliance.known_lead WHERE tenant_id = $1', [tenantId]);
    return await measure(
      tenantId,
      await makerOn(database, vault, new ColumnCipher(keyring)),
      rows.map(({ id }) => id),
    );
  } finally {
    await Promise.all([database.end(), vaultDatabase.end(), admin.end()]);
  }
}

/** Addresses that leads which are gone had before those of today. */
async function fillFormerAddresses(admin: pg.Client, tenantId: string, vault: PersonVault): Promise<void> {
  const values = Array.from({ length: LEADS / 100 }, (_, n) => `suppressed:email:lead${100 * n + 1}@example.com`);
  await admin.query(
    `INSERT INTO compliance.former_address (tenant_id, address_hash, lead_id, kind, lost_at)
     SELECT $1::uuid, hash, uuidv7(), 'email', now() FROM unnest($2::bytea[]) AS hash`,
    [tenantId, await vault.hashesOf(tenantId, values)],
  );
}

async function makerOn(database: TenantDatabase, vault: PersonVault, cipher: ColumnCipher): Promise<Maker> {
  const made = async <T>(file: string, name: string, ...inject: unknown[]): Promise<T> => {
    const module = (await import(new URL(`${APP}${file}.js`, import.meta.url).href)) as Record<string, Class>;
    return new (module[name] as Class)(...inject) as T;
  };
  const knownLeads = await made('known-lead/known-lead.read-model', 'KnownLeadReadModel');
  const areas = await made('decision/place/phone-areas.service', 'PhoneAreasService');
  const keys = await made('decision/signature/decision-key.repository', 'DecisionKeyRepository', cipher);
  const signer = await made('decision/signature/decision-signer.service', 'DecisionSignerService', database, keys, systemClock, uuidV7);
  const decisions = await made('decision/decision.repository', 'DecisionRepository');
  const addressHashes = await made('suppression/address-hash.read-model', 'AddressHashReadModel', vault);
  const facts = await made(
    'decision/facts/contact-facts.service',
    'ContactFactsService',
    await made(
      'lead-stream/lead-stream.service',
      'LeadStreamService',
      await made('lead-stream/lead-stream.repository', 'LeadStreamRepository'),
    ),
    await made('decision/place/whereabouts.service', 'WhereaboutsService', knownLeads, areas),
    await made(
      'consent/person/person-ledger.service',
      'PersonLedgerService',
      await made('consent/consent.read-model', 'ConsentReadModel'),
      knownLeads,
      await made('former-address/former-address.read-model', 'FormerAddressReadModel', addressHashes),
    ),
    await made(
      'dnc/dnc.read-model',
      'DncReadModel',
      undefined,
      await made('suppression/suppression.read-model', 'SuppressionReadModel', addressHashes),
    ),
    await made('dnc/lists/list.read-model', 'ListReadModel'),
    await made('dnc/lists/asked-lists.service', 'AskedListsService', NO_LISTS, {}),
    await made('opt-out/review/opt-out-review.read-model', 'OptOutReviewReadModel'),
    await made('dealing/dealing.read-model', 'DealingReadModel'),
    await made('erasure/store/erasure.read-model', 'ErasureReadModel'),
  );
  return made(
    'decision/decision-maker.service',
    'DecisionMakerService',
    database,
    facts,
    await made('decision/policy/contact-policy.repository', 'ContactPolicyRepository'),
    await made('decision/decision.read-model', 'DecisionReadModel'),
    await made('decision/decision-log.service', 'DecisionLogService', decisions, signer, new Outbox()),
    uuidV7,
  );
}

async function measure(tenantId: string, maker: Maker, leadIds: readonly string[]): Promise<Figure[]> {
  const outcomes: Record<string, number> = {};
  const count = (decisions: readonly { outcome: string }[]): void => {
    for (const { outcome } of decisions) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  };
  const batch = (from: number) => {
    const now = new Date();
    const context = { tenantId, actor: { kind: 'service', id: 'bench' }, scopes: [], requestId: 'bench' } as const;
    return runInContext(context, () => maker.decideAll(questionsFrom(leadIds, from, now), now, count));
  };
  await batch(0);
  const figures: Record<'one' | 'two' | 'cpu', number[]> = { one: [], two: [], cpu: [] };
  for (let run = 0; run < RUNS; run += 1) {
    const cpuBefore = process.cpuUsage();
    figures.one.push(await perSecond(1, batch));
    const { user, system } = process.cpuUsage(cpuBefore);
    figures.cpu.push((user + system) / (BATCHES * BATCH));
    figures.two.push(await perSecond(2, batch));
  }
  process.stdout.write(`outcomes: ${JSON.stringify(outcomes)}\n`);
  return [
    { name: `decisions in batches of ${BATCH}`, unit: '/s', runs: figures.one, aim: '≥ 5000' },
    { name: `decisions in batches of ${BATCH}, two at a time`, unit: '/s', runs: figures.two, aim: '≥ 5000' },
    { name: 'processor of the service', unit: 'µs a decision', runs: figures.cpu },
  ];
}

function questionsFrom(leadIds: readonly string[], from: number, at: Date): object[] {
  return Array.from({ length: BATCH }, (_, index) => ({
    leadId: leadIds[(from + index) % leadIds.length],
    channel: index % 2 === 0 ? 'email' : 'sms',
    purpose: 'marketing',
    at,
  }));
}

/** @param lanes batches under way at a time; each has leads of its own, for a lead's decisions wait for each other */
async function perSecond(lanes: number, batch: (from: number) => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  const lane = async (_: unknown, index: number): Promise<void> => {
    for (let done = index; done < BATCHES; done += lanes) await batch(done * BATCH);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return (BATCHES * BATCH * 1_000) / (performance.now() - startedMs);
}
