import { useParams } from '@tanstack/react-router';
import type { Act } from '#kernel/ui/act.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { type Fact, ThingPage } from '#kernel/ui/thing-page.tsx';
import { useFacts, useTemplates, WORKFLOWS } from './data.ts';
import { DesignBanner, DesignSteps, designFacts } from './design-view.tsx';
import type { Facts, TemplateRow } from './facts.ts';
import { useTemplate } from './use-template.ts';
import { words } from './words.ts';

const PARENT = { label: words.templates, to: '/workflows/templates' };

/** `/workflows/templates/$key`: what a template holds, before it is used (WF-4). */
export default function TemplatePage() {
  const { key } = useParams({ strict: false }) as { key: string };
  const { data, error, refetch } = useTemplates();
  const { data: facts } = useFacts();
  const template = data?.items.find((one) => one.key === key);
  if (error) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  if (!template) return <NoTemplate />;
  return <Template template={template} facts={facts} may_use={data.may_use} />;
}

interface TemplateProps {
  template: TemplateRow;
  facts: Facts | undefined;
  may_use: boolean;
}

const Template = ({ template, facts, may_use }: TemplateProps) => {
  const { today } = useClock();
  const use = useTemplate();
  const said = { content: template.content, facts };
  const why_not = may_use ? undefined : words.may_not_design;
  const acts: Act[] = [
    { id: 'as-is', label: words.use_as_is, main: true, why_not, run: () => use(template, true) },
    { id: 'customise', label: words.customise, key: 'e', why_not, run: () => use(template, false) },
  ];
  return (
    <ThingPage
      name={template.name}
      parent={PARENT}
      identity={[<span key="days">{template.days}</span>]}
      acts={acts}
      banner={<DesignBanner said={said} start={today} label={template.name} />}
      facts={[...designFacts(said), copiesFact(template, facts)]}
    >
      <p className="design-words">{template.description}</p>
      <DesignSteps said={said} />
    </ThingPage>
  );
};

/** The practice's copies of this template: the library itself never changes (WF-4). */
const copiesFact = ({ key }: TemplateRow, facts: Facts | undefined): Fact => {
  const copies = facts?.workflows.filter((own) => !own.archived && own.origin.startsWith(`template:${key}@`)) ?? [];
  return {
    label: words.your_copies,
    value: copies.length ? (
      <ul className="plain">
        {copies.map(({ id, name }) => (
          <li key={id}>
            <Go className="link" to={`${WORKFLOWS}/${id}`}>
              {name}
            </Go>
          </li>
        ))}
      </ul>
    ) : (
      words.no_copy
    ),
  };
};

const NoTemplate = () => (
  <>
    <Place title={words.no_template} parent={PARENT} heading_below />
    <EmptyState title={words.no_template} acts={[{ id: 'all', label: words.templates, main: true, to: PARENT.to }]} />
  </>
);
