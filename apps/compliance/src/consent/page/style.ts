/** Colours of the pages, as `#rrggbb`. */
export const COLOURS = {
  ground: '#ffffff',
  text: '#1b1b1b',
  quiet: '#4a4a4a',
  action: '#0b4f9e',
  stop: '#8f1d1d',
  edge: '#767676',
  notice: '#e8f1fb',
  trouble: '#fdeeee',
} as const;

/** What stands on what, and the least contrast that WCAG 2.2 asks for: 4.5 for text (1.4.3), 3 for what is no text (1.4.11). */
export const CONTRASTS: readonly (readonly [front: keyof typeof COLOURS, back: keyof typeof COLOURS, least: number])[] = [
  ['text', 'ground', 4.5],
  ['text', 'notice', 4.5],
  ['text', 'trouble', 4.5],
  ['quiet', 'ground', 4.5],
  ['action', 'ground', 4.5],
  ['action', 'notice', 4.5],
  ['action', 'trouble', 4.5],
  ['ground', 'action', 4.5],
  ['ground', 'stop', 4.5],
  ['edge', 'ground', 3],
  ['stop', 'ground', 3],
  ['stop', 'trouble', 3],
];

/** Least height and width of what is pressed, in CSS pixels: 24 by WCAG 2.2, 2.5.8; buttons as large as 2.5.5 has it. */
export const TARGET_PX = { box: 28, button: 44 } as const;

/**
 * The style of every page. Nothing moves; sizes are in rem, so that text grows with what the reader has set; no column is wider than its screen.
 */
export const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:${COLOURS.ground};color:${COLOURS.text};font:1.0625rem/1.6 system-ui,sans-serif}
header,main,footer{max-width:42rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
header p{margin:0;font-weight:600}
h1{font-size:1.75rem;line-height:1.25}
h2{font-size:1.25rem;line-height:1.3;margin:2rem 0 .5rem}
a{color:${COLOURS.action};text-decoration:underline}
fieldset{margin:1.5rem 0;padding:1rem;border:1px solid ${COLOURS.edge};border-radius:.25rem;min-width:0}
legend{font-weight:600;padding:0 .5rem}
.choice{display:grid;grid-template-columns:auto 1fr;column-gap:.75rem;align-items:start;padding:.5rem 0}
.choice input{width:${TARGET_PX.box}px;height:${TARGET_PX.box}px;margin:0;accent-color:${COLOURS.action}}
.choice label{min-height:${TARGET_PX.box}px}
.choice p{grid-column:2;margin:0;color:${COLOURS.quiet};font-size:.9375rem}
.wording{margin:1rem 0;padding:0 0 0 1rem;border-left:.25rem solid ${COLOURS.edge};white-space:pre-line}
button{min-height:${TARGET_PX.button}px;min-width:${TARGET_PX.button}px;padding:.5rem 1.25rem;border:2px solid ${COLOURS.action};border-radius:.25rem;background:${COLOURS.action};color:${COLOURS.ground};font:inherit;font-weight:600;cursor:pointer}
button.stop{background:${COLOURS.stop};border-color:${COLOURS.stop}}
:focus-visible{outline:3px solid ${COLOURS.action};outline-offset:3px}
.notice,.trouble{margin:1rem 0;padding:1rem;border:2px solid ${COLOURS.action};background:${COLOURS.notice}}
.trouble{border-color:${COLOURS.stop};background:${COLOURS.trouble}}
.notice h2,.trouble h2{margin-top:0}
nav ul{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;margin:0;padding:0;list-style:none}
nav a{display:inline-block;min-height:${TARGET_PX.button}px;min-width:${TARGET_PX.button}px;padding:.5rem 0}
`;
