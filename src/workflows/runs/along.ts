import type { Refusal } from '#kernel/decision/model.ts';
import { ref, refused } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { paramsOf, type SendingAction } from '#workflows/definitions/actions.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import type { Work } from './model.ts';
import { rowOf, stepOf } from './state.ts';

/**
 * The files that a step's message takes along: those attached to the steps it names, in their order (ME-30). A step that was
 * left out has none to give; refuses `file_missing` where one was done and nothing is attached (ME-31).
 */
export const filesAlong = (
  work: Pick<Work, 'tasks' | 'files' | 'content'>,
  { do: action, params, title }: Pick<ActionStep, 'params' | 'title'> & { do: SendingAction },
): FileRow[] | Refusal => {
  const { attach = [] } = action === 'send_email' ? paramsOf(action, params) : {};
  const found: FileRow[] = [];
  for (const key of attach) {
    const row = rowOf(work, key);
    if (!row || row.state === 'skipped') continue;
    const mine = work.files.filter(({ thing, state }) => thing === ref('task', row.id) && state === 'ready');
    if (!mine.length) {
      const from = stepOf(work, key)?.title ?? key;
      const why = `«${title}» takes along what is attached to «${from}», and nothing is. Attach it there and try again, or skip this.`;
      return refused('file_missing', why);
    }
    found.push(...mine);
  }
  return found;
};
