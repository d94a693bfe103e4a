import type { ImportTemplateOptions } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** Import options under a name. */
export interface TemplateRecord {
  readonly templateId: Uuid;
  readonly version: number;
  readonly name: string;
  /** Custom fields by their ids. */
  readonly options: ImportTemplateOptions;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
