import { z } from 'zod';

/**
 * A document as its events tell it. Its name and what would tell its bytes are left out: they speak of people, and who needs them reads the
 * document. Words may get company: readers must accept new ones.
 */
export const toldDocumentFields = {
  documentId: z.uuid(),
  /** What it belongs to: `lead`, `deal` or `task`. */
  subjectKind: z.string(),
  /** Of a lead, the one that it was uploaded to, which may have gone into another one since. */
  subjectId: z.uuid(),
  /** The lead that this is or is with, which may have gone into another one since. */
  leadId: z.uuid(),
  /** Told by the bytes: `application/pdf`, for example. */
  mediaType: z.string(),
  sizeBytes: z.int(),
};
