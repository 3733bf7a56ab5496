import type { Id } from '#ground/id.ts';
import type { Actor } from '#kernel/decision/model.ts';
import type { Item } from './model.ts';

/** An item that `maker` is about to make. */
export const blankItem = (id: Id, maker: Actor): Item => ({
  id,
  version: 0,
  number: 0,
  origin: 'manual',
  status: 'outstanding',
  status_by: maker,
  status_at: '',
  subject: '',
  details: '',
  client_id: null,
  contact: null,
  priority: 'normal',
  due_on: null,
  assignee_id: null,
  watcher_ids: [],
  confidential: false,
  hold_why: null,
  hold_until: null,
  decision: null,
  decided_from: null,
  decided_by: null,
  decided_for: null,
  decided_at: null,
  final_at: null,
  decision_final: false,
  instructions: null,
  completed_by: null,
  completed_at: null,
  resubmission_of: null,
  deleted_at: null,
  deleted_by: null,
  created_by: maker,
});
