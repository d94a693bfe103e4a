import { z } from 'zod';

/** Languages of the pages that people open: English, German, Spanish, French. */
export const PAGE_LANGUAGES = ['en', 'de', 'es', 'fr'] as const;
export const pageLanguage = z.enum(PAGE_LANGUAGES);
export type PageLanguage = z.infer<typeof pageLanguage>;

/** What opens a page; any text, so that a wrong one is told the same as one that is over. */
export const pageTokenParams = z.strictObject({ token: z.string().max(200) });

/** What else mail programs and shorteners put behind a link is passed over. */
export const pageQuery = z.object({
  /** In place of the language of the link and of the browser; one that there is not is passed over. */
  lang: z.string().max(35).optional(),
});

/** Who asks, as the person is told: the controller's name. */
export const pageSender = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}*$/u, 'must not hold control characters');
