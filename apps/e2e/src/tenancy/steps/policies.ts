import type { RouteCall } from '../route-call.js';
import type { World } from '../world.js';
import { step, type Step } from './step.js';

const ofPolicy =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createPolicy') }, ...call });
const ofRehearsal =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createPolicy'), rehearsalId: world.id('startPolicyRehearsal') }, ...call });

/** A policy of contact from the draft on, and its rehearsal. */
export const policySteps: readonly Step[] = [
  step('createPolicy', ({ canary }) => ({ body: { name: canary, requiresStatedConsent: true, hours: [], caps: [] } })),
  step('patchPolicy', (world) => ofPolicy({ headers: { 'if-match': '"1"' }, body: { name: `${world.canary}, too` } })(world)),
  step('startPolicyRehearsal', ofPolicy({ body: { days: 1 } })),
  step('activatePolicy', ofPolicy({ headers: { 'if-match': '"2"' } })),
  step('listPolicies', () => ({ query: { limit: '1' } })),
  step('readPolicy', ofPolicy()),
  // The end of the rehearsal is waited for before the list is read.
  step('readPolicyRehearsal', ofRehearsal()),
  step('listPolicyRehearsals', ofPolicy()),
  step('listPolicyRehearsalChanges', ofRehearsal()),
  // It has most likely come to its end by itself.
  step('cancelPolicyRehearsal', ofRehearsal(), { isLast: true, mayConflict: true }),
];
