import { expect, test } from 'vitest';
import { TEST_GROUPS } from '#messages/fields/testing.ts';
import { lint } from './linting.ts';

const of = (body: string, channel: 'email' | 'sms' = 'sms', module: 'workflows' | 'collections' = 'workflows') =>
  lint({
    variant: { locale: 'en', subject: channel === 'email' ? 'Hi' : null, body, text: null },
    channel,
    module,
    groups: TEST_GROUPS,
  });

test('ME-122 a field that may be missing and has no words instead is told, one with a fallback or a question is not', () => {
  const asked =
    '{{ client.name }} {{ client.phone }} {{ client.email | default: "x" }} {% if client.mobile %}{{ client.mobile }}{% endif %}';
  expect(of(asked)).toEqual({ faults: [], warnings: [expect.stringContaining('no client.phone.')] });
  expect(of('{{ client.nam }}')).toMatchObject({ faults: [{ nearest: 'client.name' }], warnings: [] });
});

test('ME-122 a long text message and a reminder without a way out are told', () => {
  expect(of('x'.repeat(460)).warnings).toEqual(['With sample values it is 4 segments long, and each is paid for.']);
  expect(of('x'.repeat(459)).warnings).toEqual([]);
  expect(of('<p>Pay</p>', 'email', 'collections').warnings).toEqual(['A reminder has no unsubscribe link.']);
});
