/** The oracle of the outbox over a longer time than the tests take. Brings its own servers up, and ends them. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

const USAGE = `Usage: npm run oracle -- [--seed N] [--seconds 60]
Random concurrent transactions, first undisturbed and then with faults, each for so long; prints seed and reconciliation.`;

const { values } = parseArgs({ options: { seed: { type: 'string' }, seconds: { type: 'string', default: '60' } } });
const seed = Number(values.seed ?? randomInt(2 ** 32));
const seconds = Number(values.seconds);
if (!Number.isInteger(seed) || seed < 0 || !(seconds > 0)) {
  console.error(USAGE);
  process.exit(2);
}

console.log(`seed ${seed}, ${seconds} s undisturbed, ${seconds} s with faults`);
const spec = 'libs/messaging/spec/oracle/oracle.int.spec.ts';
const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', 'tools/test.ts', spec], {
  stdio: 'inherit',
  env: { ...process.env, ORACLE_SEED: String(seed), ORACLE_SECONDS: String(seconds) },
});
const [code] = (await once(child, 'close')) as [number | null];
process.exitCode = code ?? 1;
