import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { type ListQuery, paging, type SortColumn } from '#kernel/http/list.ts';
import type { Channel } from '#messages/fields/model.ts';
import type { Template, TemplateModule } from './model.ts';

export const TEMPLATE_SORTS = ['name', 'saved_at'] as const;
const sorts: Record<(typeof TEMPLATE_SORTS)[number], SortColumn> = {
  name: { by: sql`t.sort_name`, type: 'text' },
  saved_at: { by: sql`coalesce(v.saved_at, t.created_at)`, type: 'timestamptz' },
};

export interface TemplateQuery extends ListQuery {
  q?: string | undefined;
  channel?: Channel | undefined;
  module?: TemplateModule | undefined;
  archived?: 'true' | 'false' | undefined;
}

export type TemplateRow = Pick<
  Template,
  'id' | 'version' | 'channel' | 'module' | 'name' | 'purpose' | 'newest' | 'usable' | 'archived_at'
> & { locales: string[]; saved_at: string; faults: number };

/** The templates of these parts of the house, which are those the caller may see (ME-1). */
export const listTemplates = async (
  { tx, practice }: Desk,
  query: TemplateQuery,
  modules: readonly TemplateModule[],
): Promise<{ items: TemplateRow[]; next: string | null }> => {
  const pages = paging(query, sorts, sql`t.id`);
  const { rows } = await sql<TemplateRow & { id: Id; page_key: string }>`
    select t.id, t.version, t.channel, t.module, t.name, t.purpose, t.newest, t.usable, t.archived_at,
      coalesce(v.saved_at, t.created_at) as saved_at, coalesce(jsonb_array_length(v.faults), 0) as faults,
      array(select x ->> 'locale' from jsonb_array_elements(v.content -> 'variants') x) as locales, ${pages.key} as page_key
    from app.message_template t
    left join app.message_template_version v on v.practice_id = t.practice_id and v.template_id = t.id and v.n = t.newest
    where t.practice_id = ${practice.id} and t.deleted_at is null and t.module = any(${modules as TemplateModule[]})
      and (t.archived_at is not null) = ${query.archived === 'true'}
      and (${query.channel ?? null}::text is null or t.channel = ${query.channel ?? null})
      and (${query.module ?? null}::text is null or t.module = ${query.module ?? null})
      and (${query.q ?? null}::text is null or t.sort_name like '%' || ${sortName(query.q ?? '')} || '%')
      and ${pages.after}
    order by ${pages.orderBy} limit ${pages.limit}`.execute(tx);
  return pages.page(rows);
};
