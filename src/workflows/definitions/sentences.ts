import { plural } from '#ground/text.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';
import type { Content } from './content.ts';
import { contentDifference } from './difference.ts';
import type { Verb } from './model.ts';

/** What happened, as the timeline of a workflow says it behind the actor's name: «Anna» «published version 2». */
export const SENTENCES: Record<Verb, (facts: Facts) => string> = {
  'workflow.created': created,
  'workflow.renamed': renamed,
  'workflow.published': (facts) => `published version ${after(facts, 'current_version')}`,
  'workflow.turned_on': () => 'turned it on',
  'workflow.turned_off': () => 'turned it off',
  'workflow.archived': () => 'archived it',
  'workflow.restored': (facts) => (facts.name ? `restored it as «${after(facts, 'name')}»` : 'restored it'),
  'workflow.deleted': () => 'deleted it',
  'workflow.undone': (facts) => (after(facts, 'deleted_at') ? 'took back the making of it' : 'took back a change'),
  'workflow_draft.started': (facts) =>
    Number(after(facts, 'base_version'))
      ? `began a draft from version ${after(facts, 'base_version')}`
      : 'began a draft',
  'workflow_draft.saved': saved,
  'workflow_draft.discarded': () => 'threw the draft away',
  'workflow_draft.published': () => 'made the draft a version',
  'workflow_draft.undone': () => 'took back a change of the draft',
  'workflow_version.made': (facts) =>
    after(facts, 'note')
      ? `noted for version ${after(facts, 'n')}: «${after(facts, 'note')}»`
      : `made version ${after(facts, 'n')}`,
};

const after = (facts: Facts, field: string): Json => facts[field]?.[1] ?? null;
const before = (facts: Facts, field: string): Json => facts[field]?.[0] ?? null;

function created(facts: Facts): string {
  const [kind, from] = String(after(facts, 'origin')).split(':');
  const how = {
    template: `from the template «${from?.split('@')[0]}»`,
    duplicate: 'as a copy of another workflow',
    import: 'from a file',
  }[kind!];
  return [`created «${after(facts, 'name')}»`, how].filter(Boolean).join(' ');
}

function renamed(facts: Facts): string {
  if (facts.name) return `renamed it from «${before(facts, 'name')}» to «${after(facts, 'name')}»`;
  if (facts.description) return 'changed its description';
  return facts.subject_kinds
    ? `changed what it is for to ${(after(facts, 'subject_kinds') as string[]).map((kind) => `${kind}s`).join(' and ')}`
    : 'changed its address';
}

function saved(facts: Facts): string {
  const now = after(facts, 'content') as unknown as Content | null;
  if (!now) return 'changed the draft';
  const { steps } = contentDifference(before(facts, 'content') as unknown as Content | null, now);
  const parts = (['added', 'changed', 'moved', 'removed'] as const).flatMap((change) => {
    const those = steps.filter((step) => step.change === change);
    return those.length === 1
      ? [`${change} «${those[0]!.title}»`]
      : those.length
        ? [`${change} ${plural(those.length, 'step', 'steps')}`]
        : [];
  });
  return parts.length ? `changed the draft: ${parts.join(', ')}` : 'changed the settings in the draft';
}
