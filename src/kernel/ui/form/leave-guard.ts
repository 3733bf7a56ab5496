import { useBlocker } from '@tanstack/react-router';
import { confirm } from '../confirm.tsx';
import { words } from '../words.ts';

/** Asks before typed words are lost, by our links and by closing the tab. @example useLeaveGuard(() => form.isDirty()); */
export const useLeaveGuard = (unsaved: () => boolean): void => {
  useBlocker({
    enableBeforeUnload: unsaved,
    shouldBlockFn: async ({ current, next }) =>
      current.pathname !== next.pathname && unsaved() && !(await askToLeave()),
  });
};

/** The question itself, for sheets that close without a change of address. */
export const askToLeave = (): Promise<boolean> =>
  confirm({
    title: words.unsaved_title,
    consequence: words.unsaved_text,
    verb: words.leave,
    keep: words.stay,
    danger: true,
  });
