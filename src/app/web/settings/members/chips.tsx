import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { MemberRow } from '../practice.ts';
import { words } from './words.ts';

const LOOK = { invited: 'waiting', active: 'active', withdrawn: 'cancelled', deactivated: 'inactive' } as const;

export const MemberState = ({ state }: { state: MemberRow['state'] }) => (
  <StateChip state={LOOK[state]} label={words.states[state]} />
);

export const FactorChip = ({ has }: { has: boolean }) => (
  <StateChip state={has ? 'active' : 'none'} label={has ? words.has_factor : words.no_factor} />
);
