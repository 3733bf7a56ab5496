import '@hono/zod-openapi';
import { expect, test } from 'vitest';
import { member, published } from '#workflows/launch/testing.ts';
import { v1 } from '../contract.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../testing.ts';

const house = useTestHouse();

/** A workflow that writes to the client, asks it with a form, and tells its owner. */
const begin = async () => {
  const practice = await testPractice(house.kernel);
  const who = testWho('Owner');
  await member(house.kernel, practice, who, 'Olga Owner');
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const variants = [{ locale: 'en', subject: 'Hello', body: '<p>Hello.</p>' }];
  const wording = { default_locale: 'en', signature: false, variants };
  const { body: template } = await api('POST', '/message-templates', {
    channel: 'email',
    module: 'workflows',
    name: 'Hello',
    content: wording,
  });
  const questions = [{ key: 'name', kind: 'short_text', label: 'Name' }];
  const { body: form } = await api('POST', '/forms', { title: 'Your details', questions });
  const sends = (key: string, to: string | string[]) =>
    ({ key, kind: 'action', title: key, do: 'send_email', params: { template: template.id, to } }) as const;
  const workflow = await published(api, 'Onboarding', [
    sends('hello', 'subject'),
    { key: 'details', kind: 'form', title: 'Your details', form: form.key, who: ['owner'] },
    sends('tell', ['owner']),
  ]);
  const preview = async (client: object) => {
    const { body: made } = await api('POST', '/clients', { organisation_name: 'Bay', ...client });
    const seen = await api('POST', '/launch-previews', { workflow, as: 'client', subject: made.id });
    expect(seen.status, JSON.stringify(seen.body)).toBe(200);
    return seen.body;
  };
  return { preview };
};

test('ME-34 WF-73 the launch sheet opens and names the steps that would reach nobody for want of an address', async () => {
  const { preview } = await begin();
  const because = 'No e-mail address is known for whom this goes to.';
  expect(await preview({})).toMatchObject({
    opens: true,
    unreached: [
      { key: 'hello', title: 'hello', because },
      { key: 'details', title: 'Your details', because },
    ],
  });
  const reached = await preview({ emails: [{ address: 'ada@bay.example', primary: true }] });
  expect(reached).toMatchObject({ opens: false, unreached: [] });
});
