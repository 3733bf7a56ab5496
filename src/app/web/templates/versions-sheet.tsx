import { Button, Drawer } from '@mantine/core';
import { useState } from 'react';
import { Moment } from '#kernel/ui/day.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { words as kit } from '#kernel/ui/words.ts';
import type { Content } from '#messages/templates/model.ts';
import { TEMPLATES, type TemplateDetail, type VersionRow } from './data.ts';
import { Difference } from './difference-lines.tsx';
import { words } from './words.ts';

interface VersionsProps {
  template: TemplateDetail;
  close: () => void;
  /** Absent for who may not write it. */
  bringBack?: ((n: number, content: Content) => void) | undefined;
}

/** Every save, with what it changed; an old one can be brought back into the editor. */
export const VersionsSheet = ({ template, close, bringBack }: VersionsProps) => {
  const at = `${TEMPLATES}/${template.id}/versions`;
  const { data } = useThing<{ items: VersionRow[] }>(at);
  const [chosen, setChosen] = useState<number>();
  const n = chosen ?? data?.items[0]?.n;
  return (
    <Drawer
      opened
      onClose={close}
      title={words.versions_title}
      size={720}
      closeButtonProps={{ 'aria-label': kit.close }}
    >
      {data?.items.length === 0 && <p className="quiet">{words.no_versions}</p>}
      <div className="template-versions">
        <ol>
          {data?.items.map((row) => (
            <li key={row.n}>
              <button type="button" aria-current={row.n === n ? 'true' : undefined} onClick={() => setChosen(row.n)}>
                <b>{words.version(row.n)}</b> {row.faults > 0 && <span className="caption">{words.faulty}</span>}
                <span className="caption">
                  {row.by_name && `${row.by_name}, `}
                  <Moment instant={row.saved_at} />
                </span>
              </button>
            </li>
          ))}
        </ol>
        {n && <Compared key={n} at={at} n={n} newest={template.newest} bringBack={bringBack} />}
      </div>
    </Drawer>
  );
};

interface ComparedProps extends Pick<VersionsProps, 'bringBack'> {
  at: string;
  n: number;
  newest: number;
}

const Compared = ({ at, n, newest, bringBack }: ComparedProps) => {
  const { data: shown } = useThing<{ content: Content }>(`${at}/${n}`);
  const { data: before } = useThing<{ content: Content }>(`${at}/${n - 1}`, {}, { enabled: n > 1 });
  if (!shown || (n > 1 && !before)) return null;
  return (
    <div className="template-compared">
      <p className="caption">{n === 1 ? words.first_version : `${words.version(n - 1)} → ${words.version(n)}`}</p>
      <Difference before={before?.content ?? null} after={shown.content} />
      {bringBack && n !== newest && (
        <Button variant="default" onClick={() => bringBack(n, shown.content)}>
          {words.bring_back}
        </Button>
      )}
    </div>
  );
};
