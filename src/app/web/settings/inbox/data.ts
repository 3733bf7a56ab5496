import type { IntakeAddress } from '#inbox/intake/shapes.ts';
import { useThing } from '#kernel/ui/query.ts';

export type { IntakeAddress };
export const ADDRESSES = '/intake-addresses';
export const useAddresses = () => useThing<{ items: IntakeAddress[] }>(ADDRESSES);
