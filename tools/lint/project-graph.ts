import { readCachedProjectGraph } from '@nx/devkit';

/**
 * Without Nx's graph of projects `@nx/enforce-module-boundaries` would pass everything in silence.
 * @throws Error when there is no graph yet
 */
export function demandProjectGraph(): void {
  try {
    readCachedProjectGraph();
  } catch (cause) {
    throw new Error('There is no project graph yet: run `npx nx show projects` once before plain eslint; `npm run check` needs nothing.', {
      cause,
    });
  }
}
