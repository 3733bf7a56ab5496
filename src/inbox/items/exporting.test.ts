import excel from 'exceljs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Caller } from '#kernel/loop/room.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../../app/contract.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { itemsFile } from './exporting.ts';

const house = useTestHouse();

const begin = async () => {
  const practice = await testPractice(house.kernel);
  const join = async (role: 'Manager' | 'Staff' | 'Admin', name: string) => {
    const who = testWho(role);
    await member(house.kernel, practice, who, name);
    const api = testApi(house.kernel, practice, [v1(house.house)], who);
    const caller: Caller = { who, request_id: newId() };
    return { api, caller };
  };
  const manager = await join('Manager', 'Marlow Test');
  for (const [subject, more] of [
    ['=HYPERLINK("http://bad.example")', { priority: 'high' }],
    ['Lease, with «marks» and "quotes"', { due_on: '2027-03-01' }],
    ['-1', { due_on: '2027-02-01', priority: 'high' }],
  ] as const)
    expect((await manager.api('POST', '/items', { subject, ...more })).status).toBe(201);
  const file = <F extends 'csv' | 'xlsx'>(query: object, format: F, by = manager.caller) =>
    inPractice(house.kernel.db, practice, (desk) =>
      itemsFile(desk, by, { status: 'outstanding', sort: '-created_at', limit: 50, ...query } as never, format),
    );
  return { practice, join, manager, file };
};

test('IN-162 PL-S13 the rows of the filter leave in the order of the view, and nothing in a cell runs', async () => {
  const { file } = await begin();
  const lines = (await file({ priority: 'high', sort: 'due_on' }, 'csv')).trim().split('\r\n');
  expect(lines[0]).toMatch(/^number,origin,status,subject,/);
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 3).join())).toEqual([
    '3,manual,outstanding',
    '1,manual,outstanding',
  ]);
  expect(lines[1]).toContain(",'-1,");
  expect(lines[2]).toContain(`,"'=HYPERLINK(""http://bad.example"")",`);
});

test('IN-162 the workbook holds the same rows, as texts', async () => {
  const { file } = await begin();
  const book = new excel.Workbook();
  await book.xlsx.load((await file({ sort: 'number' }, 'xlsx')).buffer);
  const rows = book.worksheets[0]!.getSheetValues() as unknown[][];
  expect(rows.slice(2).map((row) => [row[1], row[4]])).toEqual([
    [1, `'=HYPERLINK("http://bad.example")`],
    [2, 'Lease, with «marks» and "quotes"'],
    [3, "'-1"],
  ]);
});

test('IN-162 IN-15 who takes it is told with filter and count; without the ability there is no file, and nobody gets what they may not see', async () => {
  const { practice, join, manager, file } = await begin();
  const staff = await join('Staff', 'Sam Staff');
  for (const path of ['/items.csv', '/items.xlsx']) expect((await staff.api('GET', path)).status).toBe(403);
  const admin = await join('Admin', 'Ada Admin');
  await admin.api('POST', '/items', { subject: 'Secret', confidential: true });
  expect(await file({}, 'csv')).not.toContain('Secret');
  expect(await file({}, 'csv', admin.caller)).toContain('Secret');
  expect((await manager.api('GET', '/items.csv?priority=high')).status).toBe(200);
  const { rows } = await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql<{ facts: object }>`select facts from app.event where verb = 'items.exported' order by id`.execute(tx),
  );
  expect(rows.at(-1)!.facts).toMatchObject({
    rows: [null, 2],
    filter: [null, { status: 'outstanding', priority: 'high' }],
  });
});
