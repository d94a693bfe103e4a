/** What nobody wrote. */
export const IGNORED = ['**/dist/**', '**/generated/**', '**/node_modules/**', '.nx/**', '.leadstream/**', 'coverage/**'];
