import { isDeepStrictEqual } from 'node:util';
import type {
  DataOf,
  PatchProcessingActivity,
  ProcessingActivity,
  processingActivityChangedV1,
  ProcessingActivityContent,
} from '@leadstream/contracts';
import type { ProcessingActivityRecord, ProcessingInformation } from './processing-activity.js';
import { PROCESSING_TEMPLATE } from './template/processing-template.js';

/** The content with what a patch replaces; undefined when that is nothing. */
export function patched(content: ProcessingActivityContent, patch: PatchProcessingActivity): ProcessingActivityContent | undefined {
  const stated = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const next: ProcessingActivityContent = { ...content, ...stated };
  return JSON.stringify(next) === JSON.stringify(content) ? undefined : next;
}

export function presentActivity({
  activityId,
  version,
  content,
  createdAt,
  updatedAt,
  endedAt,
}: ProcessingActivityRecord): ProcessingActivity {
  return {
    id: activityId,
    version,
    ...content,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/** What `processing-activity.changed` tells of a version: what differs from the one before by name, since the content names people. */
export function toldActivity(
  { activityId, version, content, updatedAt, endedAt }: ProcessingActivityRecord,
  before: ProcessingActivityRecord | undefined,
): DataOf<typeof processingActivityChangedV1> {
  const names = Object.keys(content) as (keyof ProcessingActivityContent)[];
  const changed = names.filter((name) => !isDeepStrictEqual(before?.content[name], content[name]));
  const action = before === undefined ? 'created' : endedAt === null ? 'updated' : 'ended';
  return { activityId, action, version, changed, reviewOn: content.reviewOn, changedAt: updatedAt.toISOString() };
}

/** GDPR Art. 15(1)(e) and (f). */
const RIGHTS = [
  'You may demand that data about you are corrected (GDPR Art. 16) or erased (Art. 17), or that their use is restricted (Art. 18).',
  'You may receive the data that you provided in a machine-readable form (Art. 20).',
  'You may object to uses that rest on legitimate interests, and at any time and without a reason to direct marketing (Art. 21).',
  'Where a use rests on your consent, you may withdraw it at any time; what was done before stays lawful (Art. 7(3)).',
  'You may complain to the supervisory authority of the place where you live or work, or where you think the law was broken (Art. 77).',
] as const;

/** What a person is told. As long as the controller has no entry of its own, it is what the system itself does. */
export function informationOf(activities: readonly ProcessingActivityContent[]): ProcessingInformation {
  return { activities: activities.length > 0 ? activities : PROCESSING_TEMPLATE, rights: RIGHTS };
}
