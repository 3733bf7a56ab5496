import { CLIENTS } from './cases/clients.ts';
import { EMPLOYEES } from './cases/employees.ts';
import { PERIODS } from './cases/periods.ts';
import { PROSPECTS } from './cases/prospects.ts';
import type { Cases } from './cases/writing.ts';

/**
 * What each ready-made workflow is held to (WF-165). They go no further than a review, which wants a second person, and fit
 * any practice that is open on these days.
 */
export const CASES: Cases = { ...PROSPECTS, ...CLIENTS, ...PERIODS, ...EMPLOYEES };
