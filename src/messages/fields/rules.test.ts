import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absentAt, check } from './check.ts';
import { PERSON_GROUPS } from './groups.ts';
import { textOf } from './html.ts';
import { withinLimits } from './limits.ts';
import type { Source } from './model.ts';
import { render } from './render.ts';
import { signed } from './signature.ts';
import { respelled } from './spellings.ts';
import { TEST_GROUPS, testGiven } from './testing.ts';
import { variantFor } from './variants.ts';

const mail = (body: string, subject = 'About your invoice'): Source => ({ subject, body });
const sms = (body: string): Source => ({ subject: null, body });
const faults = (body: string, channel: 'email' | 'sms' = 'email') =>
  check(channel === 'email' ? mail(body) : sms(body), channel, TEST_GROUPS);
const codes = (body: string, channel: 'email' | 'sms' = 'email') => faults(body, channel).map(({ code }) => code);

const invoice17 = { number: '0017', balance: { amount: '1234.50', currency: 'AUD' }, due_date: '2026-08-15' };

describe('rendering', () => {
  const reminder = mail(
    '<p>Hi {{ contact.first_name | default: "there" }}</p>',
    'Invoice {{ invoice.number }}: {{ invoice.balance | money }} due {{ invoice.due_date | date: "short" }}',
  );

  test('ME-17 worked example 1: amounts and dates follow the locale, and a fallback stands for a missing name', () => {
    const done = render(reminder, testGiven({ groups: { invoice: invoice17 } }));
    expect(done).toMatchObject({
      subject: 'Invoice 0017: $1,234.50 due 15/8/26',
      html: '<p>Hi there</p>',
      text: 'Hi there',
      fallbacks: ['contact.first_name'],
      missing: [],
    });
    expect(done.used['invoice.balance']).toBe('$1,234.50');
    const german = render(reminder, testGiven({ groups: { invoice: invoice17 } }, { locale: 'de-DE' }));
    expect(german.subject).toBe('Invoice 0017: 1.234,50\u00a0AU$ due 15.08.26');
  });

  test('ME-12 worked example 1: a missing value without fallback is told, and leaves no raw field and no «null»', () => {
    const asked = sms('PO {{ invoice.po_number }}, {{ client.first_name }}');
    const given = testGiven(
      { groups: { invoice: { po_number: '  ' }, client: { first_name: null } } },
      { channel: 'sms' },
    );
    expect(render(asked, given)).toMatchObject({ text: 'PO , ', missing: ['invoice.po_number', 'client.first_name'] });
    expect(
      render(sms('{{ invoice.days_overdue }}'), testGiven({ groups: { invoice: { days_overdue: 0 } } })).text,
    ).toBe('0');
  });

  test('ME-13 an empty fallback was written on purpose', () => {
    const done = render(sms('Hi{{ client.first_name | default: "" }}'), testGiven({}, { channel: 'sms' }));
    expect(done).toMatchObject({ text: 'Hi', missing: [], fallbacks: ['client.first_name'] });
  });

  test('ME-14 a field inside the question for it needs no fallback', () => {
    const asked = sms('Hi{% if client.first_name %} {{ client.first_name }}{% else %} all{% endif %}');
    expect(render(asked, testGiven({}, { channel: 'sms' }))).toMatchObject({ text: 'Hi all', missing: [] });
    const given = testGiven({ groups: { client: { first_name: 'Sam' } } }, { channel: 'sms' });
    expect(render(asked, given).text).toBe('Hi Sam');
    expect(render(sms('{% unless client.email %}none{% endunless %}'), given).text).toBe('none');
  });

  test('ME-15 worked example 2: one is told from many, and a loop goes through the list', () => {
    const asked = sms(
      '{% if invoices.size > 1 %}{{ invoices.size }} invoices{% else %}invoice {{ invoice.number }}{% endif %}',
    );
    const groups = { invoice: { number: '17' } };
    const two = testGiven({ groups, lists: { invoices: [{ number: '17' }, { number: '23' }] } }, { channel: 'sms' });
    expect(render(asked, two).text).toBe('2 invoices');
    const one = testGiven({ groups, lists: { invoices: [{ number: '17' }] } }, { channel: 'sms' });
    expect(render(asked, one).text).toBe('invoice 17');
    const each = render(sms('{% for invoice in invoices %}{{ invoice.number }};{% endfor %}{{ invoice.number }}'), two);
    expect(each.text).toBe('17;23;17');
    expect(each.used).toMatchObject({ 'invoices.1.number': '17', 'invoices.2.number': '23' });
  });

  test('ME-16 worked example 2: a value adds no markup, no field, no header line and no link', () => {
    const given = testGiven({ groups: { client: { name: '{{today}}<b>\r\nBcc: x@example.com' } } });
    const done = render(mail('<p>{{ client.name }}</p>', 'For {{ client.name }}'), given);
    expect(done.html).toBe('<p>{{today}}&lt;b&gt;<br>Bcc: x@example.com</p>');
    expect(done.subject).toBe('For {{today}}<b> Bcc: x@example.com');
    expect(done.text).toBe('{{today}}<b>\nBcc: x@example.com');
    expect(codes('<p><a href="{{ client.website }}">Site</a></p>')).toEqual(['in_markup']);
    expect(codes('<p title="{{ client.name }}">x</p>')).toEqual(['in_markup']);
    expect(codes('<p><a href="{{ links.payment_link }}">Pay</a></p>')).toEqual([]);
  });

  test('ME-17 every style of a date, an amount and a number', () => {
    const given = testGiven({ groups: { invoice: { ...invoice17, days_overdue: 1234 } } }, { channel: 'sms' });
    const said = (asked: string) => render(sms(`{{ ${asked} }}`), given).text;
    expect(said('invoice.due_date')).toBe('15 August 2026');
    expect(said('invoice.due_date | date: "weekday"')).toBe('Saturday, 15 August 2026');
    expect(said('invoice.due_date | date: "iso"')).toBe('2026-08-15');
    expect(said('invoice.balance')).toBe('$1,234.50');
    expect(said('invoice.balance | money: "plain"')).toBe('1,234.50');
    expect(said('invoice.days_overdue | number')).toBe('1,234');
    expect(said('invoice.number | upcase')).toBe('0017');
    expect(said('today | date: "short"')).toBe('1/8/26');
  });

  test('ME-20 totals are joined per currency, a list is cut in SMS, a table is cells', () => {
    const invoices = {
      total: [
        { amount: '10', currency: 'AUD' },
        { amount: '5.5', currency: 'USD' },
      ],
      list: ['1', '2', '3', '4', '5', '6', '7'],
      table: { head: ['Number', 'Due'], rows: [['<17>', '2026-08-15']] },
    };
    const given = testGiven({ groups: { invoices } });
    expect(render(sms('{{ invoices.total }}: {{ invoices.list }}'), { ...given, channel: 'sms' }).text).toBe(
      '$10.00 + USD 5.50: 1, 2, 3, 4, 5 and 2 more',
    );
    const table = render(mail('{{ invoices.table }}'), given);
    expect(table.html).toContain('<td>&lt;17&gt;</td><td>15 August 2026</td>');
    expect(table.text).toBe('Number  Due\n<17>  15 August 2026');
    expect(codes('{{ invoices.table }}', 'sms')).toEqual(['only_in_email']);
  });

  test('ME-20 the n-th billing contact may not exist', () => {
    const given = testGiven({ groups: { billing_contact: { '1.full_name': 'First Contact' } } }, { channel: 'sms' });
    const done = render(sms('{{ billing_contact.1.full_name }}{{ billing_contact.2.full_name }}'), given);
    expect(done).toMatchObject({ text: 'First Contact', missing: ['billing_contact.2.full_name'] });
  });

  test('ME-7 the text part is derived, or written by hand', () => {
    const body =
      '<h2>Due</h2><p>Pay&nbsp;<a href="https://example.com/pay">here</a> &amp; now</p><ul><li>One</li><li>Two</li></ul>';
    expect(textOf(body)).toBe('Due\n\nPay here (https://example.com/pay) & now\n- One\n- Two');
    const byHand = { ...mail('<p>Long</p>'), text: 'Short, {{ client.name }}' };
    expect(render(byHand, testGiven({ groups: { client: { name: 'A & B' } } })).text).toBe('Short, A & B');
  });
});

describe('faults', () => {
  test('ME-11 worked example 1: an unknown field is told with line, column and the nearest name', () => {
    expect(faults('<p>Hi</p>\n<p>{{invoice.blance}}</p>')).toEqual([
      {
        part: 'body',
        line: 2,
        column: 6,
        code: 'unknown_field',
        sentence: 'There is no field «invoice.blance». Did you mean «invoice.balance»?',
        nearest: 'invoice.balance',
      },
    ]);
    expect(faults('{{ zzz.qqqqqq }}')[0]).toMatchObject({ nearest: null, sentence: 'There is no field «zzz.qqqqqq».' });
    expect(faults('{{ client.name | upcas }}')[0]).toMatchObject({ code: 'unknown_filter', nearest: 'upcase' });
    expect(faults('{% iff client.name %}')[0]).toMatchObject({ code: 'unknown_tag', nearest: 'if' });
  });

  test.each([
    ['{{ client.name', ['unclosed']],
    ['{% if client.name %}x', ['unclosed']],
    ['{% if client.name %}x{% endunless %}{% endif %}', ['misplaced']],
    ['{% else %}', ['misplaced']],
    ['{% assign a = 1 %}', ['unknown_tag']],
    ['{% include "a" %}', ['unknown_tag']],
    ['{% render "a" %}', ['unknown_tag']],
    ['{{ "text" }}', ['no_field']],
    ['{{ client }}', ['unknown_field']],
    ['{{ client.constructor }}', ['unknown_field']],
    ['{{ client["name"] }}', ['no_field']],
    ['{{ client.name | default: client.email }}', ['wrong_option']],
    [`{{ client.name | default: "${'x'.repeat(101)}" }}`, ['too_long']],
    ['{{ client.name | date }}', ['wrong_filter']],
    ['{{ invoice.due_date | date: "%Y" }}', ['wrong_option']],
    ['{% if client.name == "x" %}a{% endif %}', ['condition']],
    ['{% if client.name and client.email %}a{% endif %}', ['condition']],
    ['{% if client.name.size > 3 %}a{% endif %}', ['condition']],
    ['{% for x in invoices %}a{% endfor %}', ['loop']],
    ['{% for invoice in invoices limit: 3 %}a{% endfor %}', ['loop']],
    ['{% for invoice in invoices %}{% for invoice in invoices %}a{% endfor %}{% endfor %}', ['too_deep']],
    [`${'{% if client.name %}'.repeat(4)}x${'{% endif %}'.repeat(4)}`, ['too_deep']],
    ['{% comment %}{{ what }} {% ever %}{% endcomment %}x', []],
    [`${'{% if client.name %}'.repeat(3)}x${'{% endif %}'.repeat(3)}`, []],
  ])('ME-10 %s', (body, expected) => {
    expect(codes(body)).toEqual(expected);
  });

  test('ME-8 length: subject, line breaks in it, body, SMS', () => {
    const of = (subject: string, body = '<p>x</p>') => check({ subject, body }, 'email', []).map(({ code }) => code);
    expect(of('x'.repeat(200))).toEqual([]);
    expect(of('x'.repeat(201))).toEqual(['too_long']);
    expect(of('two\nlines')).toEqual(['line_break']);
    expect(of('  ')).toEqual(['subject_missing']);
    expect(of('x', `<p>${'é'.repeat(51_200)}</p>`)).toEqual(['too_long']);
    expect(of('x', '<p>&nbsp;</p>')).toEqual(['body_missing']);
    expect(codes('x'.repeat(1601), 'sms')).toEqual(['too_long']);
  });

  test('ME-3 a link needs an address that leads somewhere', () => {
    expect(codes('<a href="https://example.com">a</a><a href="mailto:a@example.com">b</a>')).toEqual([]);
    expect(codes('<a href="">a</a><a href="example.com">b</a><a href="javascript:x()">c</a>')).toEqual([
      'dead_link',
      'dead_link',
      'dead_link',
    ]);
  });

  test('ME-22 fields that cannot exist at the template’s place are named', () => {
    const asked = mail('{% if invoice.po_number %}{{ invoice.number }}{% endif %}{{ employee.name }}{{ today }}');
    expect(absentAt(asked, TEST_GROUPS, 'employee')).toEqual(['invoice.po_number', 'invoice.number']);
    expect(absentAt(asked, TEST_GROUPS, 'invoice')).toEqual(['employee.name']);
  });
});

test('ME-19 spellings of other products become ours', () => {
  expect(
    respelled(
      'Dear {Customer_First_Name} {Customer_Last_Name} ({Customer_ID_Number}), {Billing_Address}, {Billing_Contact_#2_Full Name}',
    ),
  ).toBe(
    'Dear {{ client.first_name }} {{ client.last_name }} ({{ client.id_number }}), {{ client.billing_address }}, {{ billing_contact.2.full_name }}',
  );
  expect(respelled('{{ customer.name | default: "customer.name" }} {% if business.phone %}customer.name {other}')).toBe(
    '{{ client.name | default: "customer.name" }} {% if practice.phone %}customer.name {other}',
  );
});

test('ME-23 the variant is that of the exact tag, then of the language, then the default', () => {
  const variants = [{ locale: 'en' }, { locale: 'en-AU' }, { locale: 'de' }];
  const pick = (...locales: (string | null)[]) => variantFor(variants, locales, 'de')?.locale;
  expect(pick('en-AU', 'de', 'en')).toBe('en-AU');
  expect(pick(null, 'en-NZ', 'de')).toBe('en');
  expect(pick(null, null, 'fr-FR')).toBe('de');
});

test('ME-18 fields stand in subject, body and SMS; the table of invoices in the body of an e-mail alone', () => {
  const asked = '{{ invoice.number }} {{ invoices.list }} {{ invoices.total }}';
  expect(check(mail(`<p>${asked} {{ invoices.table }}</p>`, asked), 'email', TEST_GROUPS)).toEqual([]);
  expect(codes(asked, 'sms')).toEqual([]);
  expect(codes('{{ invoices.table }}', 'sms')).toEqual(['only_in_email']);
  expect(check(mail('<p>x</p>', '{{ invoices.table }}'), 'email', TEST_GROUPS).map(({ code }) => code)).toEqual([
    'only_in_email',
  ]);
});

test('ME-88 this room knows the persons’ groups; a group that another room brings is known with it, and unknown without', () => {
  const asked = mail('<p>{{ client.name }} {{ invoice.number }}</p>');
  expect(check(asked, 'email', PERSON_GROUPS).map(({ code }) => code)).toEqual(['unknown_field']);
  expect(check(asked, 'email', TEST_GROUPS)).toEqual([]);
  expect(PERSON_GROUPS.map(({ name }) => name)).toEqual([
    ...['client', 'contact', 'billing_contact', 'prospect', 'employee', 'member'],
    ...['specialist', 'sender', 'practice', 'today'],
  ]);
});

test('ME-9 the signature stands under the text with what is known of it: specialist, practice, phone, address', () => {
  const practice = { name: 'Sample & Co', phone: '+44 20 7946 0001', address: '2 Sample Street' };
  const of = (groups: Parameters<typeof testGiven>[0]) => render(signed(mail('<p>Hello</p>')), testGiven(groups));
  const whole = of({ groups: { practice, specialist: { name: 'Sam Sample' } } });
  expect(whole.text).toBe('Hello\n\nSam Sample\nSample & Co\n+44 20 7946 0001\n2 Sample Street');
  expect(of({ groups: { practice: { name: 'Sample & Co' } } })).toMatchObject({
    text: 'Hello\n\nSample & Co',
    missing: [],
  });
});

describe('PL-S15 templates know fields and filters only', () => {
  test.each([
    ['{{ client.constructor }}', 'a way into the language'],
    ['{{ client.name.length }}', 'a part of a text'],
    ['{{ practice.__proto__ }}', 'a prototype'],
    ['{{ process.env }}', 'the machine'],
    ['{{ "a" | append: "b" }}', 'a filter of Liquid'],
    ['{{ client.name | where: "x" }}', 'another filter'],
    ['{% assign x = 1 %}', 'assignment'],
    ['{% include "x" %}', 'inclusion'],
    ['{% render "x" %}', 'another template'],
    ['{% for i in (1..999999999) %}x{% endfor %}', 'a loop over numbers'],
    ['{% for a in invoices %}{% for b in invoices %}x{% endfor %}{% endfor %}', 'a list times itself'],
  ])('PL-S15 %s, %s, makes a version not usable', (body) => {
    expect(codes(body).length).toBeGreaterThan(0);
  });

  const hostile = fc.array(
    fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '{{',
      '}}',
      '{%',
      '%}',
      '\r\n',
      '\u2028',
      'Bcc: x@y.z',
      '<script>',
      'javascript:',
      '\0',
      'a',
      ' ',
    ),
    { maxLength: 20 },
  );
  test('PL-S15 whatever a value holds, it adds no markup, no header line, no field and no control character, in either channel', () => {
    fc.assert(
      fc.property(hostile, (parts) => {
        const name = parts.join('');
        const given = testGiven({ groups: { client: { name } } });
        const { html, subject } = render(
          mail('<p>[{{ client.name | default: "-" }}]</p>', '[{{ client.name | default: "-" }}]'),
          given,
        );
        expect(html).toMatch(/^<p>\[(?:[^<>"']|<br>)*\]<\/p>$/);
        expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        const text = render(sms('[{{ client.name | default: "-" }}]'), { ...given, channel: 'sms' }).text;
        expect(text).not.toMatch(/[^\P{Cc}\n\t]/u);
        if (name.trim().includes('{{')) expect(text).toContain('{{');
      }),
    );
  });

  const many = (n: number, number = '17') => ({ lists: { invoices: Array.from({ length: n }, () => ({ number })) } });
  test.each([
    ['a value of 10 MB', '{{ client.name }}', { groups: { client: { name: 'x'.repeat(10_000_000) } } }],
    [
      '1 MB written 1,000 times',
      '{% for invoice in invoices %}{{ invoice.number }}{% endfor %}',
      many(1_000, 'x'.repeat(1_000_000)),
    ],
    [
      '100 KB of text repeated 100,000 times',
      `{% for invoice in invoices %}${'x'.repeat(100_000)}{% endfor %}`,
      many(100_000),
    ],
    ['a list of 3,000,000', '{% for invoice in invoices %}{{ invoice.number }}{% endfor %}', many(3_000_000)],
  ])('PL-S15 %s ends within two seconds, in 100 MB, and is no message', (_, body, values) => {
    const began = performance.now();
    const before = process.memoryUsage().heapUsed;
    expect(withinLimits(() => render(sms(body), testGiven(values, { channel: 'sms' })))).toBeNull();
    expect(performance.now() - began).toBeLessThan(2_500);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  });

  test('PL-S15 what a large client really has stays well within the limits', () => {
    const { text } = render(
      sms('{% for invoice in invoices %}{{ invoice.number }} {% endfor %}'),
      testGiven(many(5_000), { channel: 'sms' }),
    );
    expect(text.length).toBe(5_000 * 3);
  });

  test('PL-S15 a template of more than 400,000 characters is not even read', () => {
    expect(codes(`${'{{ client.name }}'.repeat(30_000)}`)).toContain('too_long');
    expect(() => render(mail('x'.repeat(400_001)), testGiven())).toThrow();
  });
});
