import { z } from '@hono/zod-openapi';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import type { Json } from '#kernel/decision/model.ts';
import { nameOf } from './law.ts';
import { decisionBody, type ItemCommand, itemChanges, STATUSES, type Status } from './model.ts';
import type { ItemsRoom } from './store.ts';

interface Verb {
  fields: z.ZodRawShape;
  command: BulkCommand;
}
type Given = Record<string, Json>;

/** What is done with many items at once, each row by the rule of the single act (IN-120, IN-125). */
export const itemBulk = (items: ItemsRoom): Record<string, Verb> => {
  const verb = (
    name: string,
    fields: z.ZodRawShape,
    make: (data: Given) => ItemCommand,
    title: (data: Given) => string,
  ): Verb => ({
    fields,
    command: {
      name: `item.${name}`,
      room: items,
      wanted: (id, data) => ({ id, command: make(data as Given) }),
      title: (data) => title(data as Given),
    },
  });
  const change = (name: string, field: 'due_on' | 'client_id' | 'category_id' | 'priority', what: string): Verb =>
    verb(
      name,
      { [field]: itemChanges.shape[field].unwrap() },
      (data) => ({ do: 'change', [field]: data[field] }) as ItemCommand,
      () => what,
    );
  return {
    set_status: verb(
      'set_status',
      { status: z.enum(STATUSES) },
      ({ status }) => ({ do: 'set_status', status: status as Status }),
      ({ status }) => `Set items to ${nameOf(status as Status)}`,
    ),
    decide: verb(
      'decide',
      decisionBody.shape,
      ({ value, instructions }) => ({
        do: 'decide',
        value: value as 'approved',
        ...(typeof instructions === 'string' && { instructions }),
      }),
      ({ value }) => (value === 'approved' ? 'Approve items' : 'Do not approve items'),
    ),
    assign: verb(
      'assign',
      { assignee_id: z.uuid().nullable() },
      ({ assignee_id }) => ({ do: 'assign', assignee_id: assignee_id as string | null }),
      () => 'Assign items',
    ),
    add_tag: verb(
      'add_tag',
      { tag: z.uuid() },
      ({ tag }) => ({ do: 'add_tag', tag: tag as string }),
      () => 'Add a tag to items',
    ),
    remove_tag: verb(
      'remove_tag',
      { tag: z.uuid() },
      ({ tag }) => ({ do: 'remove_tag', tag: tag as string }),
      () => 'Take a tag off items',
    ),
    set_due: change('set_due', 'due_on', 'Set the due date of items'),
    set_client: change('set_client', 'client_id', 'Set the client of items'),
    set_category: change('set_category', 'category_id', 'Set the category of items'),
    set_priority: change('set_priority', 'priority', 'Set the priority of items'),
    delete: verb(
      'delete',
      {},
      () => ({ do: 'delete' }),
      () => 'Delete items',
    ),
    restore: verb(
      'restore',
      {},
      () => ({ do: 'restore' }),
      () => 'Restore items',
    ),
  };
};
