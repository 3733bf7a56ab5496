import { confirm } from '../confirm.tsx';
import { toastProgress } from '../toast.tsx';

export async function bulkDemo(target: { count: number }) {
  const sure = await confirm({
    title: `Start «Onboarding» on ${target.count} clients?`,
    consequence: `${target.count} runs begin and ${target.count * 2} messages are planned for Monday.`,
    verb: `Start on ${target.count} clients`,
  });
  if (!sure) return false;
  const bar = toastProgress('Starting «Onboarding»', target.count);
  setTimeout(() => bar.at(Math.ceil(target.count / 2)), 600);
  setTimeout(() => bar.done(`Started on ${target.count} clients`, { undo: () => undefined }), 1400);
  return true;
}
