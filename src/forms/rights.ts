import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Refusal, Who } from '#kernel/decision/model.ts';

/** Forms belong to whoever designs workflows (WF-19). */
export const SEES = reads('workflows');
export const DESIGNS = writes('workflows', 'workflows.design');

/** A form is assigned to nobody, so whoever changes only what is assigned to them designs none. */
export const mayDesign = (who: Who): Refusal | null => can(who, DESIGNS, { assigned_to: [] });
