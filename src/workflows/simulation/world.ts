import type { LaunchState } from '#workflows/launch/model.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import { inventedAddressee } from './mail.ts';
import type { Subject, World } from './model.ts';
import { inventedDates, inventedRecords } from './subject.ts';

/** The invented record, and each workflow ready to be started on it; nothing of it is open. */
export const inventedIn = (
  { contents, directory, practice, who }: Omit<World, 'subjects'>,
  facts: SubjectFacts,
): { subject: Subject; refers_to?: string[] } => {
  const records = inventedRecords(String(facts.fields.created_on));
  const launches = [...contents].map(([key, content]): [string, LaunchState] => [
    key,
    {
      run_id: '',
      workflow: offered(key, content.name, who.member_id ?? null),
      content,
      subject: facts,
      absorbed_into: null,
      records: facts.kind === 'client' ? records : {},
      open_runs: [],
      launched_keys: [],
      directory,
      made: null,
    },
  ]);
  const refers = [...contents.values()].some(({ settings }) => settings.refers_to) && facts.kind === 'client';
  const addressee = inventedAddressee(facts, practice);
  return {
    subject: { facts, launches: new Map(launches), addressee, dates: inventedDates(facts) },
    ...(refers && { refers_to: Object.keys(records) }),
  };
};

/** As if it were published and on: what is simulated need not be either (WF-155). */
export const offered = (
  key: string,
  name: string,
  published_by: string | null,
): NonNullable<LaunchState['workflow']> => ({
  id: `simulated:${key}`,
  key,
  name,
  on: true,
  archived_at: null,
  current_version: 1,
  published_by,
});
