import { isDeepStrictEqual } from 'node:util';
import type { DataOf, ImportTemplateOptions, importTemplateChangedV1 } from '@leadstream/contracts';
import type { CustomFieldKey } from '../../custom-fields/custom-field.js';
import type { TemplateRecord } from './import-template.js';
import { shownOptions } from './template-fields.rules.js';

type Told = DataOf<typeof importTemplateChangedV1>;

/** A template as it came, changed or went. */
export interface TemplateChange {
  readonly action: 'created' | 'updated' | 'deleted';
  /** Undefined where it is new. */
  readonly before: TemplateRecord | undefined;
  /** As it last was where it is deleted, in the version in which it goes. */
  readonly after: TemplateRecord;
  /** Of the tenant's custom fields, by which they are told. */
  readonly keys: readonly CustomFieldKey[];
  readonly at: Date;
}

/** What `import-template.changed` tells: what became of which template, and nothing that stands in its files. */
export function toldTemplate({ action, before, after, keys, at }: TemplateChange): Told {
  const { templateId, version, name } = after;
  const changed = changedSettings(before, after);
  return { templateId, action, version, changed, name, ...toldOptions(shownOptions(after.options, keys)), changedAt: at.toISOString() };
}

function changedSettings(before: TemplateRecord | undefined, after: TemplateRecord): string[] {
  const [past, present] = [before ? settingsOf(before) : {}, settingsOf(after)];
  const names = [...new Set([...Object.keys(past), ...Object.keys(present)])];
  return names.filter((name) => !isDeepStrictEqual(past[name], present[name]));
}

function settingsOf({ name, options }: TemplateRecord): Readonly<Record<string, unknown>> {
  return { name, ...options };
}

/** Templates of earlier releases may state less than every option. */
function toldOptions(options: Partial<ImportTemplateOptions>): Pick<Told, 'fields' | 'matchKeys' | 'onMatch' | 'onNoMatch'> {
  const { mapping = {}, constants = {}, matchBy = 'externalId', onMatch = 'update', onNoMatch = 'create' } = options;
  const fields = [...new Set([...Object.values(mapping), ...Object.keys(constants)])];
  return { fields, matchKeys: [matchBy].flat(), onMatch, onNoMatch };
}
