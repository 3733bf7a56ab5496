import { useState } from 'react';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go, useGo } from '#kernel/ui/go.tsx';
import { useRemembered } from '#kernel/ui/remember.ts';
import { NEW_IMPORT } from './code/facts.ts';
import { useTemplates } from './data.ts';
import { NewWorkflow } from './new-workflow.tsx';
import { OwnWorkflows } from './own-workflows.tsx';
import { ShelfSkeleton, TemplateShelf } from './template-shelf.tsx';
import { words } from './words.ts';
import './workflows.css';

/** `/workflows`: six templates and See more, then the practice's own workflows, on and off ones together (WF-2, WF-3). */
export default function WorkflowsPage() {
  const go = useGo();
  const [making, setMaking] = useState(false);
  const { data: templates } = useTemplates();
  const why_not = templates && !templates.may_use ? words.may_not_design : undefined;
  const create = {
    id: 'new',
    label: words.new_workflow,
    key: 'n w',
    why_not,
    run: () => setMaking(true),
  };
  const choose = {
    id: 'choose',
    label: words.choose_template,
    key: 'n t',
    run: () => go('/workflows/templates'),
  };
  const from_file = { id: 'file', label: words.from_file, key: 'n f', why_not, run: () => go(NEW_IMPORT) };
  return (
    <div className="workflows">
      <Place title={words.workflows} menu={{ label: words.create, acts: [create, choose, from_file] }} />
      <Library />
      <div className="part-head">
        <h2 className="part-title">{words.own}</h2>
        <span className="part-acts">
          <Go className="tool" to="/workflows/triggers">
            {words.see_triggers}
          </Go>
        </span>
      </div>
      <OwnWorkflows create={create} />
      <NewWorkflow opened={making} close={() => setMaking(false)} />
    </div>
  );
}

const Library = () => {
  const { data, error, refetch } = useTemplates();
  const [hidden, setHidden] = useRemembered('workflows.library-hidden', false);
  const cards = data?.items.filter(({ card }) => card) ?? [];
  return (
    <section className="library" aria-labelledby="library">
      <div className="part-head">
        <h2 id="library">{words.templates}</h2>
        <span className="caption part-hint">{words.templates_hint}</span>
        <span className="part-acts">
          {data && (
            <Go className="tool" to="/workflows/templates">
              {words.see_more(data.items.length)}
            </Go>
          )}
          <button type="button" className="tool tool-fold" aria-expanded={!hidden} onClick={() => setHidden(!hidden)}>
            {hidden ? words.show : words.hide}
          </button>
        </span>
      </div>
      {!hidden && data && <TemplateShelf templates={cards} may_use={data.may_use} />}
      {!hidden && !data && !error && <ShelfSkeleton cards={6} />}
      {!hidden && error && <ErrorState fault={error} retry={() => void refetch()} />}
    </section>
  );
};
