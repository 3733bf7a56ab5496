import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { EmployeeStatus, SignIn } from '#people/employees/status.ts';
import { words } from './words.ts';

const CHIP: Readonly<Record<EmployeeStatus, string>> = {
  onboarding: 'in_progress',
  active: 'active',
  on_leave: 'on_hold',
  left: 'inactive',
};
const SIGN_IN_CHIP: Readonly<Record<SignIn, string>> = {
  none: 'none',
  invited: 'waiting',
  active: 'active',
  deactivated: 'inactive',
};

export const EmployeeStatusChip = ({ status }: { status: EmployeeStatus }) => (
  <StateChip state={CHIP[status]} label={words.statuses[status]} />
);

/** In red where somebody has left and can still sign in (PE-6). */
export const SignInChip = ({ status, sign_in }: { status: EmployeeStatus; sign_in: SignIn }) => (
  <StateChip
    state={status === 'left' && sign_in === 'active' ? 'overdue' : SIGN_IN_CHIP[sign_in]}
    label={words.sign_ins[sign_in]}
  />
);
