import { expect, test } from 'vitest';
import { readExpression, writeExpression } from './expression.ts';

test('ME-10 ME-13 a chip holds a field, its format and its fallback, and writes the same', () => {
  const typed = 'invoice.due_date | date: "short" | default: "soon | later"';
  expect(readExpression(typed)).toEqual({
    name: 'invoice.due_date',
    formats: ['date: "short"'],
    fallback: 'soon | later',
  });
  expect(writeExpression(readExpression(typed)!)).toBe(`{{ ${typed} }}`);
  expect(readExpression('today')).toEqual({ name: 'today', formats: [], fallback: null });
  expect(readExpression('client.name | default: ""')?.fallback).toBe('');
  expect(readExpression('"text"')).toBeNull();
  expect(writeExpression({ name: 'client.name', formats: [], fallback: 'a "b"' })).toBe(
    '{{ client.name | default: "a ’’b’’" }}',
  );
});
