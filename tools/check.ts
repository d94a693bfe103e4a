import { resolve } from 'node:path';
import { CHECKS, runChecks, TESTS } from './check/steps.ts';

const root = resolve(import.meta.dirname, '..');
const words = process.argv.slice(2);
if (words.some((word) => word !== '--static')) {
  process.stderr.write('usage: npm run check [-- --static]   (--static leaves the unit tests out)\n');
  process.exit(2);
}
const steps = words.includes('--static') ? CHECKS : [...CHECKS, TESTS];
const { passed, failed } = await runChecks(root, steps);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
