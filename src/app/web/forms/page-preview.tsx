import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { Design } from '#forms/model.ts';
import { api } from '#kernel/ui/client.ts';
import { words } from './words.ts';

const AFTER_MS = 400;

/** The very page that whoever is asked gets, in a frame that leads nowhere. */
export const PagePreview = ({ design }: { design: Design }) => {
  const [settled] = useDebouncedValue(design, AFTER_MS);
  const [page, setPage] = useState('');
  useEffect(() => {
    let late = false;
    const draw = async () => {
      const { html } = await api.post<{ html: string }>('/form-previews', settled);
      if (!late) setPage(html);
    };
    // a question that is still being typed has no page yet; the one before stays
    draw().catch(() => {});
    return () => {
      late = true;
    };
  }, [settled]);
  return (
    <section className="form-preview" aria-label={words.page}>
      <p className="caption">{words.page_hint}</p>
      <iframe title={words.page} sandbox="allow-scripts" srcDoc={page} />
    </section>
  );
};
