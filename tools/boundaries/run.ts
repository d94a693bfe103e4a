import { resolve } from 'node:path';
import { readDeclaredPackages, readSources, violationsIn } from './check-boundaries.ts';

const root = resolve(import.meta.dirname, '../..');
const sources = readSources(root);
const violations = violationsIn(sources, readDeclaredPackages(root));
for (const { path, line, message } of violations) console.error(`${path}:${line} ${message}`);
if (violations.length === 0) console.log(`${sources.size} files keep the boundaries`);
process.exitCode = violations.length === 0 ? 0 : 1;
