/**
 * Which libraries each project may import. Kernel and contracts stand alone, no app imports an app, and
 * `testing` is for specs and e2e. ESLint reads this through the tags of the projects, the boundary test
 * through the imports themselves.
 */
export const LIBRARY_LAW: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  contracts: [],
  telemetry: ['kernel'],
  persistence: ['kernel', 'telemetry'],
  http: ['kernel', 'telemetry'],
  messaging: ['contracts', 'kernel', 'telemetry', 'persistence'],
  jobs: ['kernel', 'telemetry', 'persistence'],
  privacy: ['contracts', 'kernel', 'persistence', 'messaging'],
  retention: ['contracts', 'kernel', 'telemetry', 'persistence', 'messaging', 'jobs'],
  testing: ['contracts', 'kernel', 'telemetry', 'persistence', 'http', 'messaging'],
};

/** Libraries that any app may import. */
export const APP_LIBRARIES: readonly string[] = Object.keys(LIBRARY_LAW).filter((library) => library !== 'testing');
