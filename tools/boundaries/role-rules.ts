import { isRelative, packageOf, roleOf, type SourceFile, targetOf } from './source-file.ts';
import { importRule, type Rule } from './violation.ts';

const DATABASE_PACKAGES = ['pg', 'postgrator', '@prisma/client', '@prisma/adapter-pg', '@prisma/client-runtime-utils'];
const DATABASE_ROLES = ['repository', 'read-model'];
/** Where the client of a slice is made. */
const DATABASE_WIRING = /^apps\/[a-z-]+\/src\/(app\.module|prisma)\.ts$/;
/** Persistence, the relay that listens beside it, and the databases of specs. */
const DATABASE_LIBRARIES = ['persistence', 'messaging', 'testing'];

/** Roles that each role must not know; the arrows point from the edge inwards. */
const FORBIDDEN_ROLES: Readonly<Record<string, readonly string[]>> = {
  controller: ['repository', 'read-model', 'consumer', 'controller', 'module'],
  consumer: ['repository', 'read-model', 'consumer', 'controller', 'module'],
  service: ['consumer', 'controller', 'module'],
  repository: ['service', 'consumer', 'controller', 'module'],
  'read-model': ['service', 'consumer', 'controller', 'module'],
  rules: ['service', 'consumer', 'controller', 'module', 'repository', 'read-model'],
  errors: ['service', 'consumer', 'controller', 'module', 'repository', 'read-model'],
};

const IMPURE_PACKAGES =
  /^(@nestjs\/.*|@leadstream\/(persistence|messaging|http|telemetry|testing)|pg|@prisma\/.*|kafkajs|ioredis|undici|fastify|@fastify\/.*)$/;
const IMPURE_BUILTINS =
  /^node:(fs|net|tls|http|https|http2|dns|dgram|child_process|cluster|worker_threads|timers|process|os|async_hooks)(\/.*)?$/;

const targetRole = (file: SourceFile, specifier: string): string | undefined =>
  isRelative(specifier) ? roleOf(targetOf(file, specifier).replace(/\.js$/, '.ts')) : undefined;

function ships(file: SourceFile): boolean {
  return !file.isSpec && (file.project.kind === 'app' || file.project.kind === 'lib');
}

function isGenerated(file: SourceFile, specifier: string): boolean {
  return isRelative(specifier) && targetOf(file, specifier).includes('/generated/');
}

/** Only repositories and read-models touch the database. */
export const databaseRoles = importRule((file, specifier) => {
  if (!ships(file)) return undefined;
  if (!DATABASE_PACKAGES.includes(packageOf(specifier)) && !isGenerated(file, specifier)) return undefined;
  const { kind, name } = file.project;
  if (kind === 'lib') return DATABASE_LIBRARIES.includes(name) ? undefined : 'this library does not speak to Postgres';
  if (DATABASE_ROLES.includes(file.role ?? '') || DATABASE_WIRING.test(file.path)) return undefined;
  return 'only *.repository.ts and *.read-model.ts touch the database';
});

/** Edge → service → rules and repository, never back, never past the service. */
export const inwardArrows = importRule((file, specifier) => {
  if (!ships(file)) return undefined;
  const role = targetRole(file, specifier);
  if (role === undefined || !FORBIDDEN_ROLES[file.role ?? '']?.includes(role)) return undefined;
  return `${file.role} must not import ${role}`;
});

/** Rules are pure: no framework, no database, no network, no files. */
export const pureRules = importRule((file, specifier, typeOnly) => {
  if (!ships(file) || file.role !== 'rules' || typeOnly) return undefined;
  if (isGenerated(file, specifier)) return 'rules are pure: no database';
  return IMPURE_PACKAGES.test(packageOf(specifier)) || IMPURE_BUILTINS.test(specifier) ? 'rules are pure' : undefined;
});

const feature = (path: string): string | undefined => /^apps\/[^/]+\/src\/([^/]+)\//.exec(path)?.[1];

/**
 * One feature uses another through its service or read-model. A `<noun>-store` is no feature: it keeps the
 * repository of a noun that several features write.
 */
export const featureDoors = importRule((file, specifier) => {
  const role = targetRole(file, specifier);
  if (!ships(file) || role === undefined || !['repository', 'controller', 'consumer'].includes(role)) return undefined;
  const [own, other] = [feature(file.path), feature(targetOf(file, specifier))];
  if (own === undefined || own === other || (role === 'repository' && other?.endsWith('-store'))) return undefined;
  return `feature ${own} must use ${other} through its service or read-model`;
});

/** A store holds what reads and writes its noun, and no edge of its own. */
export const storesOnlyStore: Rule = (file) => {
  const inStore = !file.isSpec && feature(file.path)?.endsWith('-store') === true;
  if (!inStore || !['controller', 'consumer'].includes(file.role ?? '')) return [];
  return [{ path: file.path, line: 1, message: `a store holds no ${file.role}` }];
};
