import { expect, test } from 'vitest';
import { unsigned } from '../arrivals/unsigned.ts';
import { addressedTo, headOf, senderIn } from './addressed.ts';

const headIn = (...lines: string[]) => headOf(Buffer.from(`${lines.join('\r\n')}\r\n\r\nTo: body@x.example\r\n`));
const MAIN = 'harbour@in.example.test';
const to = (lines: string[], user = 'office@harbour.example', main: string | null = MAIN) =>
  addressedTo(headIn(...lines), { user, main });

test('IN-48 a +tag in Delivered-To or To of the mailbox’s own address picks the intake address', () => {
  expect(to(['To: Office <Office+Tax@harbour.example>'])).toBe('office+tax@harbour.example');
  expect(to(['Delivered-To: office+tax@harbour.example', 'To: office@harbour.example'])).toBe(
    'office+tax@harbour.example',
  );
  expect(to(['To: "x" <a@b.example>,', ' "y, z" <office+tax@harbour.example>'])).toBe('office+tax@harbour.example');
  expect(to([`To: harbour+r.abcdefghijklmnopqrstuvwxyz@in.example.test`])).toBe(
    'harbour+r.abcdefghijklmnopqrstuvwxyz@in.example.test',
  );
});

test('IN-48 a tag of somebody else’s address picks nothing', () => {
  expect(to(['To: john+tax@elsewhere.example, office@harbour.example'])).toBe('office@harbour.example');
  expect(to(['To: john+tax@elsewhere.example'])).toBe('office@harbour.example');
  expect(to(['To: harbour+tax@in.example.test'], 'office@harbour.example', null)).toBe('office@harbour.example');
});

test('IN-48 a mailbox whose user is no address is known by where its mail was delivered', () => {
  const lines = ['Delivered-To: books@harbour.example', 'To: books+tax@harbour.example'];
  expect(to(lines, 'u1234')).toBe('books+tax@harbour.example');
  expect(to(['To: somebody@x.example'], 'u1234')).toBe('somebody@x.example');
  expect(to(['Subject: to nobody'], 'U1234')).toBe('u1234');
});

test('IN-71 who sent a fetched mail: the return path, empty for reports, else whom it says it is from', () => {
  const from = 'From: Anna Bay <Anna@bay.example>';
  expect(senderIn(headIn('Return-Path: <bounces@bay.example>', from))).toBe('bounces@bay.example');
  expect(senderIn(headIn('Return-Path: <>', from))).toBe('');
  expect(senderIn(headIn(from))).toBe('anna@bay.example');
  expect(senderIn(headIn('Subject: nobody'))).toBe('');
});

test('IN-48 a head of rubbish gives addresses or none, and never more than its first part', () => {
  const rubbish = Buffer.alloc(300_000, 255);
  expect(headOf(rubbish)).toEqual({ return_path: null, delivered_to: [], to: [], from: [] });
  expect(headOf(new Uint8Array())).toMatchObject({ to: [] });
  expect(headIn('To: a\0b@x.example').to).toEqual(['ab@x.example']);
});

test('IN-68 what others found about a sender does not go on with a fetched mail that is handed on', () => {
  const mail = 'Authentication-Results: mx;\r\n dmarc=pass\r\nSubject: x\r\n\r\nAuthentication-Results: body\r\n';
  const without = Buffer.from(unsigned(Buffer.from(mail))).toString();
  expect(without).toBe(mail.replace('Authentication-Results', 'X-Found-By-Others'));
  const plain = Buffer.from('Subject: x\r\n\r\nAuthentication-Results: body\r\n');
  expect(unsigned(plain)).toBe(plain);
});
