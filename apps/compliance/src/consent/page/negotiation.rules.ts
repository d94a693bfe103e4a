import { PAGE_LANGUAGES, type PageLanguage } from '@leadstream/contracts';

interface Weighted {
  readonly value: string;
  readonly quality: number;
}

/** Members of a header such as `Accept` (RFC 9110, 12.4.2), those that are wanted most first; what is refused (`q=0`) is left in, last. */
function weighted(header: string): Weighted[] {
  return header
    .split(',')
    .map((member) => {
      const [value = '', ...parameters] = member.split(';').map((part) => part.trim().toLowerCase());
      const stated = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      const quality = stated === undefined ? 1 : Number(stated);
      return { value, quality: Number.isFinite(quality) ? Math.min(1, Math.max(0, quality)) : 0 };
    })
    .filter(({ value }) => value !== '')
    .sort((left, right) => right.quality - left.quality);
}

/** Whether the caller is a person's browser: it names pages, and does not want JSON more. Who names neither gets JSON. */
export function prefersPage(accept: string | undefined): boolean {
  const members = weighted(accept ?? '');
  const qualityOf = (...ranges: readonly string[]): number => {
    const found = ranges.flatMap((range) => members.find(({ value }) => value === range) ?? []);
    return found[0]?.quality ?? 0;
  };
  const named = qualityOf('text/html', 'application/xhtml+xml', 'text/*');
  return named > 0 && named >= qualityOf('application/json', 'application/*', '*/*');
}

/** Languages that a browser prefers, in its order. */
export function acceptedLanguages(acceptLanguage: string | undefined): string[] {
  return weighted(acceptLanguage ?? '')
    .filter(({ quality }) => quality > 0)
    .map(({ value }) => value);
}

/**
 * The first of the wanted languages that there are pages in, regions left aside (`de-AT` is `de`).
 * @param wanted BCP 47 tags
 * @returns English when there is none
 */
export function pageLanguageOf(wanted: readonly (string | null | undefined)[]): PageLanguage {
  for (const tag of wanted) {
    const primary = tag?.toLowerCase().split(/[-_]/, 1)[0];
    const language = PAGE_LANGUAGES.find((one) => one === primary);
    if (language !== undefined) return language;
  }
  return 'en';
}
