import { expect, test } from 'vitest';
import { cleaned } from './cleaning.ts';

test('ME-7 scripts, styles, forms, frames and remote images are taken out, and the author is told', () => {
  const { body, removed } = cleaned(
    '<h1 style="color:red">Hi</h1><script>alert(1)</script><p onclick="x()">A<img src="https://x.example/a.png"><b>b</b> <i>i</i></p>' +
      '<form><input name="a"></form><iframe src="https://x.example"></iframe><style>p{}</style><a href="javascript:x()">go</a>' +
      '<table><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
  );
  expect(body).toBe(
    '<h1>Hi</h1><p>A<strong>b</strong> <em>i</em></p><a>go</a><table><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
  );
  expect(removed).toEqual([
    '2 styles',
    '1 script',
    '1 attribute «onclick»',
    '1 remote image',
    '2 forms',
    '1 frame',
    '1 link to a script',
  ]);
});

test('ME-7 fields and conditions come out as they were typed, however an editor wrote their signs', () => {
  const typed =
    '<p>{% if invoices.size &gt; 1 %}many{% endif %} {{ client.name | default: &quot;a &lt;b&gt; c&quot; }} {{ client.name | default: "<b>" }} {{ 0 }}</p><p><a href="{{ links.payment_link }}">Pay</a> a &amp; b &lt; c</p>';
  const { body, removed } = cleaned(typed);
  expect(body).toBe(
    '<p>{% if invoices.size > 1 %}many{% endif %} {{ client.name | default: "a <b> c" }} {{ client.name | default: "<b>" }} {{ 0 }}</p><p><a href="{{ links.payment_link }}">Pay</a> a &amp; b &lt; c</p>',
  );
  expect(removed).toEqual([]);
  expect(cleaned(body).body).toBe(body);
});
