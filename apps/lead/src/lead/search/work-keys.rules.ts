import { attachmentKeys } from './attachment-keys.rules.js';

/** What members work on for a lead, and find by its words. */
export type WorkKind = 'deal' | 'task';

/** Of a deal what it is found by. */
export interface SearchedDeal {
  readonly name: string;
  readonly products: readonly { readonly name: string }[];
}

/** Of a task what it is found by. */
export interface SearchedTask {
  readonly title: string;
  readonly description: string | null;
}

/** The keys under which a deal is found, each once: words of its name and of its products. */
export function dealKeys({ name, products }: SearchedDeal): string[] {
  return attachmentKeys([name, ...products.map((product) => product.name)].join('\n'));
}

/** The keys under which a task is found, each once: words of its title and of its description. */
export function taskKeys({ title, description }: SearchedTask): string[] {
  return attachmentKeys(`${title}\n${description ?? ''}`);
}
