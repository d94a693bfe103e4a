import { z } from 'zod';

/**
 * A note as its events tell it, after the change. Its text is left out: it speaks of people, and who needs it reads the note.
 * Words may get company: readers must accept new ones.
 */
export const toldNoteFields = {
  noteId: z.uuid(),
  /** What it is about: `lead`, `deal` or `task`. */
  subjectKind: z.string(),
  /** Of a lead, the one that it was written about, which may have gone into another one since. */
  subjectId: z.uuid(),
  /** The lead that this is or is with, which may have gone into another one since. */
  leadId: z.uuid(),
  pinned: z.boolean(),
};
