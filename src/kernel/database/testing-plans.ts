import type { KyselyPlugin, RawNode } from 'kysely';
import type { Desk } from './practice.ts';

/** The plans of all that `work` asks in raw SQL, as the role of the desk; nothing is executed, unless `how` says so, and every answer is empty. */
export const plansOf = async (
  desk: Desk,
  work: (desk: Desk) => Promise<unknown>,
  how = 'explain',
): Promise<string[]> => {
  const plans: string[] = [];
  const explained: KyselyPlugin = {
    transformQuery: ({ node }) => {
      const raw = node as RawNode;
      return { ...raw, sqlFragments: [`${how} ${raw.sqlFragments[0]}`, ...raw.sqlFragments.slice(1)] } as never;
    },
    transformResult: async ({ result }) => {
      plans.push((result.rows as { 'QUERY PLAN': string }[]).map((row) => row['QUERY PLAN']).join('\n'));
      return { ...result, rows: [] };
    },
  };
  await work({ ...desk, tx: desk.tx.withPlugin(explained) as Desk['tx'] });
  return plans;
};
