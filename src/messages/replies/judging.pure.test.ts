import { expect, test } from 'vitest';
import { bounceToken, idsAnswered, idsQuoted, isAuthentic, kindOf, reportIn } from './judging.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const mail = (headers: Record<string, string>, quoted = '') => ({
  header: (name: string) => headers[name] ?? '',
  quoted,
});
const REPORT = [
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.bay.example',
  '',
  'Final-Recipient: rfc822; Anna@Bay.example',
  'Action: failed',
  'Status: 5.1.1',
  'Diagnostic-Code: smtp; 550 5.1.1',
  '  No such user',
  '',
  'Content-Type: text/rfc822-headers',
  '',
  `Message-ID: <${ID}@testing.example>`,
].join('\r\n');
const TYPE = { 'content-type': 'multipart/report; report-type=delivery-status; boundary=x' };

test.each([
  [{ 'auto-submitted': 'auto-replied' }, 'anna@bay.example', 'automatic'],
  [{ 'auto-submitted': 'no' }, 'anna@bay.example', 'person'],
  [{ precedence: 'bulk' }, 'anna@bay.example', 'automatic'],
  [{ precedence: 'auto_reply' }, 'anna@bay.example', 'automatic'],
  [{ precedence: 'first-class' }, 'anna@bay.example', 'person'],
  [{}, '', 'automatic'],
  [{}, 'anna@bay.example', 'person'],
])('ME-83 automatic mail is never a person’s reply: %j from «%s» is %s', (headers, from, kind) => {
  expect(kindOf(mail(headers as Record<string, string>), from)).toBe(kind);
});

test('ME-84 a delivery report says who, what and why, and quotes the Message-ID', () => {
  expect(kindOf(mail(TYPE, REPORT), '')).toBe('bounce');
  expect(reportIn(mail(TYPE, REPORT))).toEqual({
    action: 'failed',
    status: '5.1.1',
    recipient: 'anna@bay.example',
    text: '550 5.1.1 No such user',
  });
  expect(idsQuoted(mail(TYPE, REPORT))).toEqual([ID]);
  expect(kindOf(mail({ 'content-type': 'multipart/report; report-type=feedback-report' }), 'fbl@isp.example')).toBe(
    'complaint',
  );
});

test('ME-84 words of a report in a person’s mail make it no report', () => {
  expect(kindOf(mail({ 'content-type': 'text/plain' }, 'Action: failed\r\nStatus: 5.1.1'), 'anna@bay.example')).toBe(
    'person',
  );
});

test('ME-72 ME-80 the tokens of addresses and headers name our messages, and nobody else’s', () => {
  expect(bounceToken(`office+b.${ID}@testing.example`)).toBe(ID);
  expect(bounceToken('office@testing.example')).toBeNull();
  const headers = { 'in-reply-to': `<${ID}@testing.example>`, references: '<other@bay.example>' };
  expect(idsAnswered(mail(headers))).toEqual([ID]);
});

test('ME-80 a sender is authentic by what our own mail server found, and nobody else’s word counts', () => {
  const found = (text: string, authserv: string | null = 'mx.testing.example') =>
    isAuthentic([text], authserv, 'anna@bay.example');
  expect(found('mx.testing.example; dmarc=pass header.from=bay.example')).toBe(true);
  expect(found('mx.testing.example; dkim=pass header.d=bay.example')).toBe(true);
  expect(found('mx.testing.example; spf=pass smtp.mailfrom=anna@mail.bay.example')).toBe(true);
  expect(
    found('mx.testing.example; spf=pass smtp.mailfrom=x@elsewhere.example; dkim=pass header.d=elsewhere.example'),
  ).toBe(false);
  expect(found('mx.elsewhere.example; dmarc=pass')).toBe(false);
  expect(found('mx.testing.example; dmarc=pass', null)).toBe(false);
});
