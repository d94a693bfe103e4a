import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from '../../infra/local/index.ts';
import { type Figure, figureLine, spread, verdict } from './figure.ts';
import { type BenchStack, withBenchStack } from './bench-stack.ts';
import { machineLine } from './machine.ts';

/** The benchmark is loaded only once everything is built, for it imports what the build makes. */
function onServers(load: () => Promise<(stack: BenchStack) => Promise<Figure[]>>): () => Promise<Figure[]> {
  return () => withBenchStack(async (stack) => (await load())(stack));
}

/** As above, for benchmarks that bring up a whole system of their own, or none. */
function onSystem(load: () => Promise<() => Promise<Figure[]>>): () => Promise<Figure[]> {
  return async () => {
    await build();
    return (await load())();
  };
}

/** `npm run bench -- <name>`: each benchmark brings up what it measures, prints its figures and leaves nothing running. */
const BENCHMARKS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  audit: onServers(async () => (await import('./compliance/audit.ts')).measureAudit),
  consumer: onServers(async () => (await import('./consumer/consumer.ts')).measureConsumer),
  'deals-board': onServers(async () => (await import('./lead/deals-board.ts')).measureDealsBoard),
  decisions: onServers(async () => (await import('./compliance/decisions.ts')).measureDecisions),
  dedupe: onSystem(async () => (await import('./lead/dedupe.ts')).measureDedupe),
  'dedupe-run': onServers(async () => (await import('./lead/dedupe-run.ts')).measureDedupeRun),
  distribution: onServers(async () => (await import('./lead/distribution.ts')).measureDistribution),
  dnc: onSystem(async () => (await import('./compliance/dnc/dnc.ts')).measureDnc),
  'dnc-batch': onSystem(async () => (await import('./compliance/dnc/dnc-batch.ts')).measureDncBatch),
  encryption: onServers(async () => (await import('./encryption/encryption.ts')).measureEncryption),
  export: onServers(async () => (await import('./lead/export.ts')).measureExport),
  gateway: onSystem(async () => (await import('./gateway/gateway.ts')).measureGateway),
  graph: onServers(async () => (await import('./lead/graph.ts')).measureGraph),
  intake: onSystem(async () => (await import('./intake/intake.ts')).measureIntake),
  'kafka-adapters': async () => (await import('./kafka-adapters/kafka-adapters.ts')).measureKafkaAdapters(),
  'large-import': onSystem(async () => (await import('./lead/import/lead-import.ts')).measureLargeImport),
  'lead-find': onServers(async () => (await import('./lead/lead-find.ts')).measureLeadFind),
  'lead-import': onSystem(async () => (await import('./lead/import/lead-import.ts')).measureLeadImport),
  'lead-list': onServers(async () => (await import('./lead/lead-list.ts')).measureLeadList),
  'lead-read': onServers(async () => (await import('./lead/lead-read.ts')).measureLeadRead),
  'lead-search': onServers(async () => (await import('./lead/lead-search.ts')).measureLeadSearch),
  ledger: onServers(async () => (await import('./lead/ledger.ts')).measureLedger),
  'opt-out': onSystem(async () => (await import('./compliance/opt-out.ts')).measureOptOut),
  'opt-out-reach': onSystem(async () => (await import('./compliance/opt-out-reach.ts')).measureOptOutReach),
  'outbox-write': onServers(async () => (await import('./outbox-write/outbox-write.ts')).measureOutboxWrite),
  partition: onServers(async () => (await import('./partition/partition.ts')).measurePartition),
  relay: onServers(async () => (await import('./relay/relay.ts')).measureRelay),
  scoring: onServers(async () => (await import('./lead/lead-score.ts')).measureScoring),
  'segment-lag': onSystem(async () => (await import('./lead/segment-lag.ts')).measureSegmentLag),
  segments: onServers(async () => (await import('./lead/segments.ts')).measureSegments),
  skeleton: async () => (await import('./skeleton/skeleton.ts')).measureSkeleton(),
  summaries: onServers(async () => (await import('./lead/summaries.ts')).measureSummaries),
  'telemetry-cost': onServers(async () => (await import('./telemetry-cost/telemetry-cost.ts')).measureTelemetryCost),
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const name = positionals[0] ?? '';
const measure = BENCHMARKS[name];

if (!measure) {
  process.stderr.write(`usage: npm run bench -- <${Object.keys(BENCHMARKS).join('|')}> [--json FILE]\n`);
  process.exitCode = 2;
} else {
  const machine = machineLine();
  process.stdout.write(`${name} on ${machine}\n`);
  const figures = await measure();
  figures.forEach((figure) => process.stdout.write(`${figureLine(figure)}\n`));
  process.stdout.write(`again: npm run bench -- ${name}\n`);
  if (values.json) {
    const result = {
      name,
      machine,
      measuredAt: new Date().toISOString(),
      figures: figures.map((figure) => ({ ...figure, ...spread(figure.runs), verdict: verdict(figure) })),
    };
    writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  }
}
