import { kill } from './scenarios/kill.ts';
import type { Scenario } from './stage.ts';

/** Every scenario, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [kill];
