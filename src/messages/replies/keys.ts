import type { Id } from '#ground/id.ts';

/** By this a message is known as an answer inside a conversation. */
export const answerKey = (conversation: Id, of: Id): string => `conversation:${conversation}:${of}`;
export const conversationOfKey = (key: string): Id | null => /^conversation:([0-9a-f-]{36}):/.exec(key)?.[1] ?? null;
