import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

type Class = new (...parameters: never[]) => unknown;

/**
 * Fails when a class expects more dependencies than it declared for injection: a build without decorator metadata makes Nest
 * inject nothing, say nothing, and listen.
 * @throws Error naming every such class
 */
export function demandInjectedDependencies(app: INestApplication): void {
  const discovery = app.get(DiscoveryService, { strict: false });
  const classes = [...discovery.getProviders(), ...discovery.getControllers()]
    .filter((wrapper) => !wrapper.inject && typeof wrapper.metatype === 'function' && wrapper.instance?.constructor === wrapper.metatype)
    .map((wrapper) => wrapper.metatype as Class);
  const broken = [...new Set(classes)].filter((target) => target.length > declaredDependencies(target)).map(({ name }) => name);
  if (broken.length > 0) {
    throw new Error(`constructor parameters without injection metadata (wrong build?): ${broken.sort().join(', ')}`);
  }
}

function declaredDependencies(target: Class): number {
  const types = (Reflect.getMetadata('design:paramtypes', target) as unknown[] | undefined) ?? [];
  const tokens = (Reflect.getMetadata('self:paramtypes', target) as { index: number }[] | undefined) ?? [];
  return Math.max(types.length, ...tokens.map(({ index }) => index + 1));
}
