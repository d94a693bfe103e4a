import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findTraces, type Wanted } from './trace/find-traces.ts';
import { traceTree } from './trace/trace-tree.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const USAGE = `Usage: npm run trace -- <trace id> | --lead <id> | --request <id> | --last
Prints traces of the local stack, from .leadstream/*/traces/*.jsonl`;
/** An id can be part of many traces; the oldest say how it came to be. */
const MAX_PRINTED = 5;

function wantedOf(): Wanted | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { lead: { type: 'string' }, request: { type: 'string' }, last: { type: 'boolean' } },
  });
  if (values.last) return 'last';
  const id = values.lead ?? values.request;
  if (id !== undefined) return { id };
  const traceId = positionals[0];
  return traceId === undefined ? undefined : { traceId };
}

const wanted = wantedOf();
if (!wanted) {
  console.error(USAGE);
  process.exit(2);
}
const files = globSync('.leadstream/*/traces/*.jsonl', { cwd: ROOT }).map((file) => `${ROOT}/${file}`);
const traces = await findTraces(files, wanted);
if (traces.length === 0) {
  console.error(`No such trace in ${files.length} files; spans are written a second after they end.`);
  process.exit(1);
}
console.log(traces.slice(0, MAX_PRINTED).map(traceTree).join('\n\n'));
if (traces.length > MAX_PRINTED)
  console.log(
    `\nand ${traces.length - MAX_PRINTED} more:`,
    traces
      .slice(MAX_PRINTED)
      .map((spans) => spans[0]?.traceId)
      .join(' '),
  );
