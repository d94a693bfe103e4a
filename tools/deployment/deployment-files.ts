import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Any YAML mapping. */
export type Mapping = Readonly<Record<string, unknown>>;

/** The services that are deployed. */
export const DEPLOYED_APPS: readonly string[] = readdirSync(join(ROOT, 'apps')).filter((app) => app !== 'e2e');

/** `email-events` → `email_events`. */
export function schemaOf(app: string): string {
  return app.replaceAll('-', '_');
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** A file of one document, merge keys resolved. */
export function readYaml<T = Mapping>(path: string): T {
  return parse(readText(path), { merge: true }) as T;
}

export function readManifests(path: string): Mapping[] {
  return parseAllDocuments(readText(path)).map((document) => document.toJS() as Mapping);
}

/** `NAME=value` lines, as kustomize and compose read them. */
export function readEnvFile(path: string): Record<string, string> {
  const lines = readText(path)
    .split('\n')
    .filter((line) => line.includes('=') && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** Values below `key`, wherever it stands. */
export function valuesOf(node: unknown, key: string): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [...(name === key ? [value] : []), ...valuesOf(value, key)]);
}
