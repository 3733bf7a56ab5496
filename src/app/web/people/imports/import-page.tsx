import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { type Fact, ThingPage } from '#kernel/ui/thing-page.tsx';
import { useNameOf } from '../data.ts';
import { TimelineTab } from '../record/timeline-tab.tsx';
import { words as record } from '../record/words.ts';
import { ColumnsStep } from './columns-step.tsx';
import { useImport } from './data.ts';
import { CHIP, type ImportDetail, stateWords, takingBack } from './facts.ts';
import { PreviewStep } from './preview-step.tsx';
import { ResultStep } from './result-step.tsx';
import { Steps } from './steps.tsx';
import { useActsOfImport } from './use-acts-of-import.tsx';
import { words } from './words.ts';
import '../record/record.css';
import './imports.css';

/** `/people/imports/$id`: what the columns are, what would happen, and what came of it (PE-82 … PE-91). */
export default function ImportPage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useImport(id);
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data && data.id === id ? <Loaded key={id} one={data} /> : <PageSkeleton />;
}

const Loaded = ({ one }: { one: ImportDetail }) => {
  const nameOf = useNameOf();
  const [editing, setEditing] = useState(false);
  const columns = one.state === 'mapping' || (one.state === 'previewed' && editing);
  const acts = useActsOfImport(one, { editing, setEditing });
  return (
    <ThingPage
      name={one.file}
      parent={{ label: words.imports, to: '/people/imports' }}
      state={<StateChip state={takingBack(one) ? 'running' : CHIP[one.state]} label={stateWords(one)} />}
      identity={[<span key="kind">{words.kinds[one.kind]}</span>, <Moment key="at" instant={one.created_at} />]}
      acts={acts}
      banner={<Steps one={one} columns={columns} />}
      facts={factsOf(one, nameOf(one.created_by))}
      tabs={[
        {
          id: 'import',
          label: words.tab,
          body: columns ? (
            <ColumnsStep key={one.version} one={one} done={() => setEditing(false)} />
          ) : one.state === 'previewed' ? (
            <PreviewStep one={one} />
          ) : (
            <ResultStep one={one} />
          ),
        },
        { id: 'timeline', label: record.tabs.timeline, body: <TimelineTab about={{ thing: `import:${one.id}` }} /> },
      ]}
    />
  );
};

const when = (label: string, instant: string | null): Fact[] =>
  instant ? [{ label, value: <Moment instant={instant} /> }] : [];

const factsOf = (one: ImportDetail, by: string | null): Fact[] => [
  { label: words.facts.rows, value: <span className="tabular">{one.rows.toLocaleString('en')}</span> },
  { label: words.facts.by, value: <Person name={by ?? words.program} /> },
  { label: words.facts.read_as, value: `${words.delimiters[one.delimiter]}, ${words.encodings[one.encoding]}` },
  ...(one.state === 'mapping' ? [] : [{ label: words.facts.mode, value: words.modes[one.mode] }]),
  ...when(words.facts.previewed, one.previewed_at),
  ...when(words.facts.written, one.done_at),
  ...when(words.facts.taken_back, one.undone_at),
];
