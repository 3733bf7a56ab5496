import { expect, test } from 'vitest';
import { fromEditor, toEditor } from './markup.ts';

test('ME-10 a field in the text is a chip in the editor, one in an address stays there, and all comes back as it was', () => {
  const kept =
    '<p>Hi {{ contact.first_name | default: "there" }} {% if invoices.size > 1 %}a{% endif %} <a href="{{ links.payment_link }}">Pay</a></p>';
  const opened = toEditor(kept);
  expect(opened).toBe(
    '<p>Hi <span data-field="contact.first_name | default: &quot;there&quot;"></span> {% if invoices.size &gt; 1 %}a{% endif %} <a href="{{ links.payment_link }}">Pay</a></p>',
  );
  const drawn = opened.replace('></span>', '>{{ contact.first_name }}</span>');
  expect(fromEditor(drawn)).toBe(kept);
});
