import type { z } from '@hono/zod-openapi';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { MessageCommand } from './model.ts';
import { holdBody } from './shapes.ts';
import type { MessagesRoom } from './store.ts';

interface Verb {
  fields: z.ZodRawShape;
  command: BulkCommand;
}

/** What is done with many messages at once, each row by the rule of the single act (messages.md 6, PL-72). */
export const messageBulk = (messages: MessagesRoom): Record<string, Verb> => {
  const verb = (name: string, title: string, fields: z.ZodRawShape, make: (data: Given) => MessageCommand): Verb => ({
    fields,
    command: {
      name: `message.${name}`,
      room: messages,
      wanted: (id, data) => ({ id, command: make(data as Given) }),
      title: () => title,
    },
  });
  return {
    recall: verb('recall', 'Recall messages', holdBody.shape, (data) => ({ do: 'recall', ...reasonOf(data) })),
    approve: verb('approve', 'Approve messages', {}, () => ({ do: 'approve' })),
    hold: verb('hold', 'Hold messages', holdBody.shape, (data) => ({ do: 'hold', ...reasonOf(data) })),
    release: verb('release', 'Release messages', {}, () => ({ do: 'release' })),
    retry: verb('retry', 'Send messages again', {}, () => ({ do: 'retry' })),
  };
};

type Given = Record<string, Json>;
const reasonOf = ({ reason }: Given): { reason?: string } => (typeof reason === 'string' ? { reason } : {});
