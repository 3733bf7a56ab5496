import { expect, test } from 'vitest';
import { beginTrace, traceFields, traceNow, traceparent, within } from './trace.ts';

const GIVEN = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('PL-152 a traceparent is taken over and handed on as a piece of its own', () => {
  const trace = beginTrace(GIVEN);
  expect(trace).toMatchObject({ trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', flags: '01' });
  expect(trace.span_id).toMatch(/^[0-9a-f]{16}$/);
  expect(trace.span_id).not.toBe('00f067aa0ba902b7');
  expect(within(trace, traceparent)).toBe(`00-${trace.trace_id}-${trace.span_id}-01`);
  expect(traceparent()).toBeUndefined();
});

test('PL-152 a later version with more fields is read as this one', () => {
  expect(beginTrace(`${GIVEN.replace('00', '01')}-more`).trace_id).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
});

test.each([
  ['nothing', undefined],
  ['something else', 'yes please'],
  ['the version that is none', GIVEN.replace('00', 'ff')],
  ['a trace of zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
  ['a parent of zeros', `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`],
  ['capitals', GIVEN.toUpperCase()],
  ['a line break', `${GIVEN}\nX-Other: 1`],
])('PL-152 %s begins a trace of its own', (_, given) => {
  const trace = beginTrace(given);
  expect(trace.trace_id).toMatch(/^[0-9a-f]{32}$/);
  expect(trace.trace_id).not.toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  expect(trace.flags).toBe('00');
});

test('PL-152 what becomes known later stands in the lines that follow, and in nobody else’s', async () => {
  const seen = await Promise.all(
    ['practice-1', 'practice-2'].map((practice_id) =>
      within(beginTrace(), async () => {
        await Promise.resolve();
        traceNow()!.practice_id = practice_id as never;
        await Promise.resolve();
        return traceFields();
      }),
    ),
  );
  expect(seen.map((fields) => fields.practice_id)).toEqual(['practice-1', 'practice-2']);
  expect(seen[0]).not.toHaveProperty('flags');
  expect(traceFields()).toEqual({});
});
