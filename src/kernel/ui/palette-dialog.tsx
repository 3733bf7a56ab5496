import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { fold } from '#ground/text.ts';
import type { Act } from './act.ts';
import { useRunAct } from './act-button.tsx';
import { useGo } from './go.tsx';
import { Kbd } from './kbd.tsx';
import { type Found, paletteActs, type SearchProvider } from './palette-store.ts';
import { words } from './words.ts';
import '@mantine/spotlight/styles.layer.css';
import './palette.css';

/** The palette itself, fetched when it is first called. */
const PaletteDialog = ({ called, search }: { called: number; search: SearchProvider }) => {
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), 150);
  // Each call opens it anew.
  useEffect(() => {
    if (called) spotlight.open();
  }, [called]);
  const found = useQuery({
    queryKey: ['palette', asked],
    queryFn: ({ signal }) => search(asked, signal),
    enabled: asked.length > 1,
  });
  const acts = matching(query);
  const hits = query.trim().length > 1 ? groupsOf(found.data ?? []) : [];
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={420}
      attributes={{ content: { 'aria-label': words.search_or_do } }}
    >
      <Spotlight.Search placeholder={words.search_or_do} aria-label={words.search_or_do} leftSection={<Search />} />
      <Spotlight.ActionsList>
        {acts.map((group) => (
          <Spotlight.ActionsGroup key={group.group} label={group.group}>
            {group.acts.map((act) => (
              <ActLine key={act.id} act={act} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {hits.map(([group, lines]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {lines.map((line) => (
              <FoundLine key={line.id} line={line} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {acts.length + hits.length === 0 && (
          <Spotlight.Empty>{found.isFetching ? words.loading : words.nothing_matches}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
};
export default PaletteDialog;

const ActLine = ({ act }: { act: Act }) => {
  const run = useRunAct();
  return (
    <Spotlight.Action
      label={act.label}
      {...(act.why_not ? { description: act.why_not } : {})}
      leftSection={act.icon}
      rightSection={act.key && <Kbd>{act.key}</Kbd>}
      onClick={() => void run(act)}
    />
  );
};

const FoundLine = ({ line }: { line: Found }) => {
  const go = useGo();
  return (
    <Spotlight.Action
      label={line.label}
      rightSection={line.detail && <span className="caption">{line.detail}</span>}
      onClick={() => go(line.to)}
    />
  );
};

const matching = (query: string) => {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  return paletteActs()
    .map((group) => ({
      ...group,
      acts: group.acts.filter((a) => wanted.every((w) => fold(a.label).includes(w))),
    }))
    .filter((group) => group.acts.length > 0);
};

const groupsOf = (found: readonly Found[]): [string, Found[]][] => [...Map.groupBy(found, (f) => f.group)];
