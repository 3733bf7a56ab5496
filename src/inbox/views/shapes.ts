import { z } from '@hono/zod-openapi';
import { STATUSES } from '../items/model.ts';
import { VIEW_COLUMNS, viewFilters } from './model.ts';

/** A saved view as the API answers it. */

/** The filters that name what is not there any more, or what whoever asks may not see. */
export const gone = z.array(z.enum(['assignee', 'decided_by', 'client', 'category', 'tag', 'profile']));
export const viewShape = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    shared: z.boolean(),
    /** The member it belongs to. */
    by: z.string().nullable(),
    mine: z.boolean(),
    may_change: z.boolean(),
    tab: z.enum(STATUSES),
    filters: viewFilters,
    columns: z.array(z.enum(VIEW_COLUMNS)).nullable(),
    sort: z.string().nullable(),
    gone,
  })
  .openapi('ItemView');
/** `event_id`: what Undo takes back. */
export const viewActed = viewShape.extend({ event_id: z.uuid().nullable() }).openapi('ItemViewActed');
