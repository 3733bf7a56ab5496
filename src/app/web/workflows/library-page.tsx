import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useTemplates, WORKFLOWS } from './data.ts';
import { ShelfSkeleton, TemplateShelf } from './template-shelf.tsx';
import { words } from './words.ts';
import './workflows.css';

const CARDS = 15;

/** `/workflows/templates`: the whole library (WF-2). */
export default function LibraryPage() {
  const { data, error, refetch } = useTemplates();
  return (
    <div className="workflows">
      <Place title={words.templates} parent={{ label: words.workflows, to: WORKFLOWS }} />
      <section className="library">
        <p className="part-intro">{words.templates_hint}</p>
        {data && <TemplateShelf templates={data.items} may_use={data.may_use} />}
        {!data && !error && <ShelfSkeleton cards={CARDS} />}
        {error && <ErrorState fault={error} retry={() => void refetch()} />}
      </section>
    </div>
  );
}
