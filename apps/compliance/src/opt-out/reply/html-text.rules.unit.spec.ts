import { describe, expect, it } from '@jest/globals';
import { isHtml, textOfHtml } from './html-text.rules.js';

describe('isHtml', () => {
  it.each(['<p>STOP</p>', '\n<!DOCTYPE html><html><body>x', '<!-- x --><div>x</div>', 'Stop<br>Bob', 'Hi <b>you</b></div>'])(
    '%j',
    (text) => {
      expect(isHtml(text)).toBe(true);
    },
  );

  it.each([
    'STOP',
    'a < b > c',
    'Jane <jane@x.com> wrote:',
    '<jane@x.com>',
    'See <https://x.com/p>',
    '> quoted',
    'x <brand> y',
    'Stop\n> <p>Buy</p>',
  ])('not %j', (text) => {
    expect(isHtml(text)).toBe(false);
  });
});

describe('textOfHtml', () => {
  it.each([
    ['lines of blocks', '<div>Stop.</div><div>Jane</div>', 'Stop.\nJane'],
    ['lines of breaks', 'Stop<br/>Jane<BR>Doe', 'Stop\nJane\nDoe'],
    ['a line that is broken in the source', '<p>please stop\r\n  emailing   me</p>', 'please stop emailing me'],
    ['words across inline elements', '<p>un<b>sub</b>scribe <a href="x">me</a></p>', 'unsubscribe me'],
    ['cells apart', '<table><tr><td>stop</td><td>now</td></tr><tr><td>Jane</td></tr></table>', 'stop now\nJane'],
    ['no style, script or head', '<head><title>Stop</title><style>p{}</style></head><script>x="stop"</script><p>Hi</p>', 'Hi'],
    ['no comments', '<!--[if mso]><p>stop</p><![endif]--><p>Hi<!-- stop --></p>', 'Hi'],
    ['no elements of others', '<p>STOP<o:p></o:p></p>', 'STOP'],
    [
      'characters by name and number',
      '<p>d&eacute;sabonner&nbsp;&amp;&#32;stop&#x2c; &lt;b&gt; &bogus; don&rsquo;t</p>',
      'désabonner & stop, <b> &bogus; don’t',
    ],
    ['lines of what is preformatted', '<pre>stop\nJane</pre>', 'stop\nJane'],
  ])('keeps %s', (_, html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });

  it.each([
    ['a quote', '<p>Yes</p><blockquote><p>Reply STOP</p>to opt out</blockquote><p>Jane</p>', 'Yes\n> Reply STOP\n> to opt out\nJane'],
    ['a quote within one', '<blockquote>a<blockquote>b</blockquote>c</blockquote>d', '> a\n> b\n> c\nd'],
    ['what Gmail quotes', '<div class="x gmail_quote">Reply STOP</div>Yes', '> Reply STOP\nYes'],
    ['what Yahoo quotes', "<div class='yahoo_quoted'><div>Ann wrote:</div>Reply STOP</div>", '> Ann wrote:\n> Reply STOP'],
    [
      'between the quotes of Gmail what was written there',
      '<div class=gmail_quote><div class="gmail_attr">On Mon, Ann wrote:</div><blockquote>Yes?</blockquote><div>No, stop.</div><blockquote>Ann</blockquote></div>',
      '> On Mon, Ann wrote:\n> Yes?\nNo, stop.\n> Ann',
    ],
    ['nothing of what nests deeper than any mail', `${'<div>'.repeat(600)}STOP<blockquote>x</blockquote>`, 'STOP x'],
  ])('marks %s', (_, html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });

  it.each([
    '<div>',
    '</p>',
    '<p',
    '<style>',
    '<!--',
    '&amp',
    '<div><blockquote>',
    '<div></p>',
    '<a "',
    '&',
    '<!',
    '<blockquote></div>',
    '\n',
    '<pre> ',
  ])('reads as much as a message may have of %j', (piece) => {
    expect(textOfHtml(`<p>${piece.repeat(200_000 / piece.length)}`).length).toBeLessThanOrEqual(200_003);
  });
});
