import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Figure, figureLine, spread } from './figure.ts';
import { machineLine } from './machine.ts';

/** `npm run bench -- <name>`: each benchmark brings up what it measures, prints its figures and leaves nothing running. */
const BENCHMARKS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  'kafka-adapters': async () => (await import('./kafka-adapters/kafka-adapters.ts')).measureKafkaAdapters(),
  skeleton: async () => (await import('./skeleton/skeleton.ts')).measureSkeleton(),
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
      figures: figures.map((figure) => ({ ...figure, ...spread(figure.runs) })),
    };
    writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  }
}
