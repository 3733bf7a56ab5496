import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { canonical } from '#ground/json.ts';
import { eventHash } from '#kernel/audit/hash.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { testData } from '#kernel/database/testing-folder.ts';
import { signed } from '#kernel/history/export/signing.ts';
import { person, published, workPractice } from '#workflows/launch/testing.ts';
import type { RunProof } from '#workflows/proof/model.ts';
import { ASK_FORM } from '#workflows/runs/asking.ts';
import { checkFile } from './cli/audit-check.ts';
import { v1 } from './contract.ts';
import { testApi, useTestHouse } from './testing.ts';

/** A finished run as a file, and whether it is what the chain knows. */

const house = useTestHouse();
const PDF = '%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF';

/** A run with an answered task that has a file, and a skipped one; `finish` lets it end. */
const begin = async () => {
  const made = await workPractice(house.kernel);
  const { practice, who, api: small } = made;
  const workflow = await published(small, 'Engagement', [
    {
      key: 'letter',
      kind: 'task',
      title: 'Letter',
      who: ['launcher'],
      outcomes: ['signed', 'refused'],
      asks: [{ key: 'fee', type: 'text', label: 'Which fee was agreed?', required: true }],
    },
    { key: 'call', kind: 'task', title: 'Call', who: ['launcher'], required: false },
  ]);
  const client = await person(house.kernel, practice, 'Harbour Café');
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const run = (await api('POST', '/runs', { workflow, as: 'client', subject: client })).body.id as string;
  const done = async (path: string, body: object) => {
    const { body: work } = await api('GET', '/tasks');
    const task = work.items[0];
    const answer = await api('PUT', `/tasks/${task.id}/${path}`, body, { 'if-match': `"${task.version}"` });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return task.id as string;
  };
  const file = await api('POST', '/files', { name: 'letter.pdf', bytes: PDF.length }, { 'idempotency-key': newId() });
  const id = file.body.items[0].id;
  await api('PUT', `/files/${id}/content`, PDF, { 'content-type': 'application/octet-stream' });
  const [first] = (await api('GET', '/tasks')).body.items;
  expect((await api('POST', `/tasks/${first.id}/files`, { files: [id] })).status).toBe(201);
  await done('completion', { outcome: 'signed', answers: { fee: '1,200 a year' } });
  const finish = async () => {
    await done('skip', { reason: 'Not needed' });
    while ((await sealAll(house.house.engine)) > 0);
  };
  return { ...made, api, run, file: id as string, finish };
};

const exported = async () => {
  const begun = await begin();
  await begun.finish();
  const answer = await begun.api('GET', `/runs/${begun.run}/export`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { ...begun, proof: answer.body as RunProof };
};

const check = (proof: RunProof) => checkFile(house.house, JSON.stringify(proof, null, 2));
/** As somebody signs who has a key, `data` is the folder it is in. */
const signedAnew = ({ signature: _, ...told }: RunProof, data: string): RunProof => ({
  ...told,
  signature: signed(data, Buffer.from(canonical(told))),
});

describe('WF-205 a finished run as one file', () => {
  test('WF-205 it tells who did what when with which answers and file hashes, and the installation finds it whole', async () => {
    const { proof, who, run, file } = await exported();
    expect(proof.run).toMatchObject({ id: run, workflow: 'Engagement', subject: 'Harbour Café' });
    expect(proof.run.values).toMatchObject({ ended_how: 'completed', started_by: who.member_id });
    expect(proof.steps).toMatchObject([
      {
        key: 'letter',
        done_by: 'Marlow Test',
        answers: [{ question: 'Which fee was agreed?', answer: '1,200 a year' }],
        values: { state: 'done', outcome: 'signed', answers: { fee: '1,200 a year' }, finished_by: who.member_id },
      },
      { key: 'call', values: { state: 'skipped', reason: 'Not needed' } },
    ]);
    expect(proof.files).toMatchObject([
      { id: file, name: 'letter.pdf', sha256: createHash('sha256').update(PDF).digest('hex') },
    ]);
    expect(await check(proof)).toEqual({
      finding: null,
      events: proof.events.length,
      seals: proof.seals.length,
    });
  });

  test('WF-205 whatever was changed in it is found, also when whoever changed it signs it anew', async () => {
    const { proof } = await exported();
    const answered = structuredClone(proof);
    (answered.steps[0]!.values.answers as { fee: string }).fee = '900 a year';
    expect((await check(answered)).finding).toBe('The signature does not fit: the file was changed.');
    expect((await check(signedAnew(answered, testData))).finding).toMatch(
      /^The answers of task:.* is not what its events say\.$/,
    );

    const event = answered.events.find(({ verb }) => verb === 'task.finished')!;
    event.facts.answers = [{}, { fee: '900 a year' }];
    expect((await check(signedAnew(answered, testData))).finding).toMatch('«task.finished») was changed.');
    const before = event.hash;
    event.hash = eventHash(event as never);
    for (const seal of answered.seals) seal.hashes = seal.hashes.map((hash) => (hash === before ? event.hash : hash));
    expect((await check(signedAnew(answered, testData))).finding).toMatch('does not fit its events.');

    const hashed = structuredClone(proof);
    hashed.files[0]!.sha256 = 'a'.repeat(64);
    expect((await check(signedAnew(hashed, testData))).finding).toMatch('The sha256 of file:');
    const elsewhere = signedAnew(proof, `${testData}/elsewhere`);
    expect((await check(elsewhere)).finding).toMatch('It was signed by another installation');
    const cut = structuredClone(proof);
    cut.events = cut.events.filter(({ verb }) => verb !== 'run.launched');
    expect((await check(signedAnew(cut, testData))).finding).not.toBeNull();
    expect((await checkFile(house.house, 'no file')).finding).toBe('This is no file of a run.');
  });

  test('WF-205 WF-57 what a client answered to a form is told as it was asked, and proven by the values its event hides', async () => {
    const made = await workPractice(house.kernel);
    const api = testApi(house.kernel, made.practice, [v1(house.house)], made.who);
    const questions = [{ key: 'staff', kind: 'yes_no', label: 'Do you pay anybody?' }];
    const form = (await api('POST', '/forms', { title: 'Your details', questions })).body.key;
    const workflow = await published(made.api, 'Details', [{ key: 'ask', kind: 'form', title: 'Ask', form }]);
    const client = await person(house.kernel, made.practice, 'Harbour Café');
    const run = (await api('POST', '/runs', { workflow, as: 'client', subject: client })).body.id as string;
    const step = { run, task: (await api('GET', '/tasks')).body.items[0].id as string, attempt: 1, reminder: 0 };
    await inPractice(house.kernel.db, made.practice, (desk) => house.house.jobs.get(ASK_FORM)!(desk, [step]));
    const { version } = (await api('GET', `/tasks/${step.task}`)).body;
    await api('PUT', `/tasks/${step.task}/form-answer`, { answers: { staff: false } }, { 'if-match': `"${version}"` });
    while ((await sealAll(house.house.engine)) > 0);
    const proof = (await api('GET', `/runs/${run}/export`)).body as RunProof;
    expect(proof.steps).toMatchObject([{ answers: [{ question: 'Do you pay anybody?', answer: 'No' }] }]);
    expect((await check(proof)).finding).toBeNull();
    const event = proof.events.find(({ verb }) => verb === 'task.answered')!;
    expect(event.facts.form_answers).toBeUndefined();
    event.private!.form_answers = [{}, { staff: true }];
    expect((await check(signedAnew(proof, testData))).finding).toMatch('The personal values of Event');
  });

  test('WF-205 a run that is not over is not exported, and taking one is an event of it', async () => {
    const { api, run, finish } = await begin();
    const early = await api('GET', `/runs/${run}/export`);
    expect([early.status, early.body.code]).toEqual([409, 'not_over']);
    await finish();
    await api('GET', `/runs/${run}/export`);
    const { body } = await api('GET', `/events?run=${run}`);
    expect(body.items[0]).toMatchObject({ verb: 'run.exported', sentence: 'took it as a file' });
  });
});
