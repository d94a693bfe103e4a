import { z } from 'zod';

export const ROW_OUTCOMES = ['created', 'updated', 'skipped', 'failed'] as const;
export const rowOutcome = z.enum(ROW_OUTCOMES);
export type RowOutcome = z.infer<typeof rowOutcome>;

/** A cell that was left out of its row. */
export const importWarning = z.object({
  /** As of a row that fails for it: `status.unknown`, `phone.invalid`. */
  code: z.string(),
  path: z.string().nullable(),
  /** Null once the file is gone, as is `value`. */
  message: z.string().nullable(),
  column: z.string().nullable(),
  /** The cell as it stands in the file, 200 characters at most. */
  value: z.string().nullable(),
});
export type ImportWarning = z.infer<typeof importWarning>;

/** What became of one row. */
export const importRow = z
  .object({
    /** 1 is the first row below the headings; blank lines do not count. */
    row: z.int().min(1),
    /** Of a workbook: where it stands. */
    sheet: z.string().nullable(),
    /** Line of the file, or row of the sheet, where it begins; null for imports of before it was kept. */
    line: z.int().min(1).nullable(),
    outcome: rowOutcome,
    /** Why, in lower-case words with dots (`phone.invalid`, `lead.unchanged`); null for rows that went in as they are. */
    code: z.string().nullable(),
    /** Lead field the code speaks of. */
    path: z.string().nullable(),
    message: z.string().nullable(),
    /** Column that the field was read from. */
    column: z.string().nullable(),
    /** The cell as it stands in the file, 200 characters at most. */
    value: z.string().nullable(),
    leadId: z.uuid().nullable(),
    /** What was left out of a row that did not fail. */
    warnings: z.array(importWarning),
  })
  .meta({ id: 'ImportRow' });
export type ImportRow = z.infer<typeof importRow>;

/** What a column seems to hold. */
export const columnSuggestion = z
  .object({
    column: z.string(),
    /** Its first values that are not blank, five at most. */
    samples: z.array(z.string()),
    /** Field of the mapping in force; null for a column that is ignored. */
    target: z.string().nullable(),
    /** Field by name and values; one that cannot be mapped to stands for what the column is about. Null for a column without values. */
    suggestion: z.string().nullable(),
    /** 0 to 1; from 0.6 on it can be taken over without a look. */
    confidence: z.number().min(0).max(1).nullable(),
    because: z.enum(['heading', 'values', 'heading_and_values', 'unrecognised']).nullable(),
    /** Of columns on consent: what a yes in them means. */
    yesMeans: z.enum(['allowed', 'forbidden']).nullable(),
    /**
     * Of columns whose field knows a list of words only: what its first 1,000 rows say that is none of them, the most frequent first, 100 at
     * most; as `values` of the mapping can translate them. Empty when all is understood, null for other columns.
     */
    foreignWords: z
      .array(
        z.object({
          word: z.string(),
          /** Ours that is meant, as far as it is known; empty text for one that says nothing, null for one that is not known. */
          suggestion: z.string().nullable(),
        }),
      )
      .nullable(),
  })
  .meta({ id: 'ImportColumn' });
export type ColumnSuggestion = z.infer<typeof columnSuggestion>;

/** What a reversal did with one lead. */
export const importReversal = z
  .object({
    leadId: z.uuid(),
    /** `kept`: nothing could be taken back. `restored` beside conflicts: the rest was. */
    outcome: z.enum(['deleted', 'restored', 'kept']),
    /**
     * What was changed after the import, so that it stays: `field.changed_since`, `identifier.taken`, `identifier.needed`, `custom_value.taken`,
     * `lead.deleted_since`; `lead.in_use` where `deals`, `tasks`, `notes`, `documents` or merged leads (`merges`) hang on a lead that the import created.
     */
    conflicts: z.array(z.object({ field: z.string(), code: z.string() })),
  })
  .meta({ id: 'ImportReversal' });
export type ImportReversal = z.infer<typeof importReversal>;
