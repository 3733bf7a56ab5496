import type { Json } from '#kernel/decision/model.ts';
import type { AuthorizationLine, AuthorizationState } from '#people/authorizations/model.ts';
import type { AuthorizationDetail } from './facts.ts';

/** The form of an authorization: what is typed, and the way from a record to it and back. Pure. */

export interface LineValues {
  code: string;
  measure: AuthorizationLine['measure'];
  total: string;
  increment: string;
  frequency: string;
}

export interface AuthorizationValues {
  kind: string | null;
  granted_by: string;
  state: AuthorizationState;
  number: string;
  valid_from: string | null;
  valid_to: string | null;
  lines: LineValues[];
}

export const blankLine: LineValues = { code: '', measure: 'hours', total: '', increment: '', frequency: '' };
export const blankValues: AuthorizationValues = {
  kind: null,
  granted_by: '',
  state: 'pending',
  number: '',
  valid_from: null,
  valid_to: null,
  lines: [],
};

export const valuesOf = (one: AuthorizationDetail): AuthorizationValues => ({
  kind: one.kind,
  granted_by: one.granted_by ?? '',
  state: one.state,
  number: one.number ?? '',
  valid_from: one.valid_from,
  valid_to: one.valid_to,
  lines: one.lines.map(({ code, measure, total, increment, frequency }) => ({
    code,
    measure,
    total: total ?? '',
    increment: increment ?? '',
    frequency: frequency ?? '',
  })),
});

/** What a renewal begins with: all but number and last day, from the day after (PE-58). */
export const renewalOf = (old: AuthorizationDetail): AuthorizationValues => ({
  ...valuesOf(old),
  state: 'pending',
  number: '',
  valid_from: old.renewal_from,
  valid_to: null,
});

/** What is sent: the fields that differ, as a merge patch (PL-68). */
export const changesOf = (before: AuthorizationValues, now: AuthorizationValues): Record<string, Json> => {
  const [was, is] = [bodyOf(before), bodyOf(now)];
  return Object.fromEntries(
    Object.entries(is).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(was[field])),
  );
};

export const bodyOf = (values: AuthorizationValues): Record<string, Json> => ({
  kind: values.kind,
  granted_by: values.granted_by.trim() || null,
  state: values.state,
  number: values.state === 'approved' ? values.number.trim() || null : null,
  valid_from: values.valid_from,
  valid_to: values.valid_to,
  lines: values.lines
    .filter((line) => Object.entries(line).some(([field, value]) => field !== 'measure' && value.trim()))
    .map(({ code, measure, total, increment, frequency }) => ({
      code: code.trim(),
      measure,
      total: total.trim() || null,
      increment: increment.trim() || null,
      frequency: frequency.trim() || null,
    })),
});
