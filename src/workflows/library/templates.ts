import { CASES } from './cases.ts';
import type { Template } from './model.ts';
import { addToWaitlist } from './templates/add-to-waitlist.ts';
import { authorizationRenewal } from './templates/authorization-renewal.ts';
import { clientOffboarding } from './templates/client-offboarding.ts';
import { clientOnboarding } from './templates/client-onboarding.ts';
import { complaint } from './templates/complaint.ts';
import { deactivateProspect } from './templates/deactivate-prospect.ts';
import { employeeOffboarding } from './templates/employee-offboarding.ts';
import { employeeOnboarding } from './templates/employee-onboarding.ts';
import { employeeProfile } from './templates/employee-profile.ts';
import { healthCheck } from './templates/health-check.ts';
import { newProspect } from './templates/new-prospect.ts';
import { payrollMonth } from './templates/payroll-month.ts';
import { scheduleSetup } from './templates/schedule-setup.ts';
import { taxReturn } from './templates/tax-return.ts';
import { yearEndAccounts } from './templates/year-end-accounts.ts';

function heldToCases(templates: readonly Template[]): Template[] {
  return templates.map((one) => ({ ...one, content: { ...one.content, expect: [...CASES[one.key]!] } }));
}

/** The library (WF-2, section 4), in the order it is shown; the first six are the cards, the rest stands behind «See more». */
export const TEMPLATES: readonly Template[] = heldToCases([
  newProspect,
  addToWaitlist,
  deactivateProspect,
  clientOnboarding,
  clientOffboarding,
  authorizationRenewal,
  scheduleSetup,
  employeeOnboarding,
  employeeOffboarding,
  employeeProfile,
  yearEndAccounts,
  taxReturn,
  payrollMonth,
  healthCheck,
  complaint,
]);
export const CARDS = 6;

export const templateOf = (key: string): Template | undefined => TEMPLATES.find((template) => template.key === key);
