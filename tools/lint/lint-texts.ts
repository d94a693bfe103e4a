import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

/** A file that exists, and the content to judge in its place. */
export interface LintCase {
  readonly path: string;
  readonly text: string;
}

/** Judges the cases on standard input (JSON) and prints the rules that each breaks, ordered by name. */
const cases = JSON.parse(await text(process.stdin)) as LintCase[];
const eslint = new ESLint();
const broken: string[][] = [];
for (const { path, text: content } of cases) {
  const [report] = await eslint.lintText(content, { filePath: path });
  broken.push((report?.messages ?? []).map((message) => message.ruleId ?? message.message).toSorted());
}
console.log(JSON.stringify(broken));
