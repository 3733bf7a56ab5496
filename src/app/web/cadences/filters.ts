import type { Filter, View } from '#kernel/ui/list/model.ts';
import { memberOptions, workflowOptions } from '../runs/filters.ts';
import { words } from './words.ts';

export const VIEWS: View[] = [
  { id: 'open', label: words.views.open, filters: { state: 'open' } },
  { id: 'paused', label: words.views.paused, filters: { state: 'paused' } },
  { id: 'blocked', label: words.views.blocked, filters: { blocked: 'true' } },
  { id: 'ended', label: words.views.ended, filters: { state: 'ended' } },
  { id: 'all', label: words.views.all, filters: {} },
];

/** Each is a part of the sentence above the list, and stands in the address. */
export const FILTERS: readonly Filter[] = [
  { key: 'workflow', label: words.workflow, single: true, say: words.say.workflow, options: workflowOptions },
  { key: 'owner', label: words.owner, single: true, say: words.say.owner, options: memberOptions },
];
