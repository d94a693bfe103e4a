import type { RouteCall } from '../route-call.js';
import type { World } from '../world.js';

/** How one route is called for what a world holds. */
export interface Step {
  readonly operation: string;
  /** The same route may be called more than once; the name tells the calls apart. */
  readonly name: string;
  readonly call: (world: World) => RouteCall | Promise<RouteCall>;
  /** Demands in its body something that the owner has: nobody else finds it. */
  readonly isOfOwner?: boolean;
  /** May come too early: what it needs is done in the background. */
  readonly awaits?: boolean;
  /** A conflict will do: what it would stop may have come to its end by itself, or it needs more than a world holds. */
  readonly mayConflict?: boolean;
  /** Takes away what other steps need: the owner does it last. */
  readonly isLast?: boolean;
}

/** Of everything that is archived only where a tenant says so, too. */
export const ARCHIVING = [
  { category: 'interactions', action: 'archive', afterDays: 200 },
  { category: 'opt-out-reviews', action: 'archive', afterDays: 366 },
];

export const today = (): string => new Date().toISOString().slice(0, 10);
/** Far enough for nothing to become due meanwhile. */
export const nextMonth = (): string => new Date(Date.now() + 30 * 86_400_000).toISOString();
export const aMinuteAgo = (): string => new Date(Date.now() - 60_000).toISOString();
export const step = (operation: string, call: Step['call'], more: Partial<Step> = {}): Step => ({
  operation,
  name: operation,
  call,
  ...more,
});
/** What a link that a step made ends with. */
export const tokenOf = (world: World, name: string): string => world.links[name]?.split('/').at(-1) ?? '';
export const ofLead =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createLead') }, ...call });

/** Columns of {@link leadsFile}; the last one becomes a prohibition. */
export const FORBIDDING = { externalId: 'externalId', firstName: 'firstName', email: 'email', doNotCall: 'doNotContact.voice' };

export const mergeOf =
  (more: object) =>
  (world: World): RouteCall => ({ body: { survivorId: world.id('createSecondLead'), mergedId: world.id('createFourthLead'), ...more } });
export const examined =
  (messageId: string) =>
  (world: World): RouteCall => ({
    body: { leadId: world.id('createLead'), channel: 'sms', messageId: `${messageId}-${world.canary}`, text: 'How do I unsubscribe?' },
  });
export const ofDocument = (world: World): RouteCall => ({ params: { id: world.id('createLead'), documentId: world.id('createDocument') } });

export function documentFile(world: World): FormData {
  const form = new FormData();
  form.set('file', new Blob([world.canary]), `${world.canary}.txt`);
  return form;
}

/** Entries that are its owner's. */
export function entriesFile(world: World): FormData {
  const form = new FormData();
  form.set('options', JSON.stringify({ reason: world.canary }));
  form.set('file', new Blob([`loaded-${world.email}\n${world.canary}.example\n`]), 'entries.txt');
  return form;
}

/** A list with the name of its owner, and with its number. */
export function numbersFile(world: World): FormData {
  const form = new FormData();
  form.set('options', JSON.stringify({ source: `own-${world.canary}`, mode: 'full', listedAt: aMinuteAgo() }));
  form.set('file', new Blob([`${world.phone}\n`]), 'numbers.txt');
  return form;
}

export const ofNote =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createLead'), noteId: world.id('createNote') }, ...call });

export const ofTask =
  (version?: number, body?: object) =>
  (world: World): RouteCall => ({
    params: { id: world.id('createTask') },
    ...(version !== undefined && { headers: { 'if-match': `"${version}"` } }),
    ...(body && { body }),
  });
export const budgetOf =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createBudget') }, ...call });
export const entryOf =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createBudget'), sequence: '1' }, ...call });

export function leadsFile(world: World, options: object = {}, who = 'imported'): FormData {
  const form = new FormData();
  form.set('options', JSON.stringify({ matchBy: 'externalId', ...options }));
  form.set(
    'file',
    new Blob([`externalId,firstName,email,doNotCall\n${who}-${world.canary},${world.canary},${who}-${world.email},yes\n`]),
    'leads.csv',
  );
  return form;
}

export const ofDeal =
  (call: RouteCall = {}) =>
  (world: World): RouteCall => ({ params: { id: world.id('createDeal') }, ...call });

export function scoringWeights(canary: string): object {
  const filter = { field: 'firstName', operator: 'eq', value: canary };
  return {
    fitSharePercent: 100,
    groups: [{ key: 'name', label: canary, part: 'fit', cap: 60 }],
    fitRules: [{ key: 'called', label: canary, group: 'name', points: 60, filter }],
    engagementRules: [],
  };
}

export function processingActivity(canary: string): object {
  const dataCategories = [{ name: 'names' }];
  const retention = [{ category: 'names', period: 'a year' }];
  return {
    ...{ name: canary, purposes: [canary], subjectCategories: [canary], dataCategories, retention },
    lawfulBases: [{ basis: 'consent' }],
    securityMeasures: ['locks'],
  };
}

/** A CRM that nobody reaches: what is known of the connection, and what failed, is the owner's all the same. */
export const crm = (more: RouteCall = {}): RouteCall => ({ params: { provider: 'hubspot' }, ...more });
