import type { TriageRule } from '#inbox/triage/model.ts';
import type { Tried } from '#inbox/triage/trial.ts';
import { useThing } from '#kernel/ui/query.ts';

export const RULES = '/triage-rules';
export type RuleRow = Omit<TriageRule, 'position' | 'deleted_at'>;
export type Trial = Tried & { version: number };

export const useRules = () => useThing<{ items: RuleRow[] }>(RULES);
