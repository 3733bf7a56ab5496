import { Button } from '@mantine/core';
import { type RefObject, useEffect, useRef } from 'react';
import { sentenceOf } from '../client.ts';
import type { ListSource } from '../query.ts';
import { words } from '../words.ts';

/** Asks for the next page before the end comes into sight; also a button, for whom nothing scrolls. */
export const MoreRows = <Row,>({ source, root }: { source: ListSource<Row>; root: RefObject<HTMLElement | null> }) => {
  const end = useRef<HTMLDivElement>(null);
  const { more, loadMore, rows } = source;
  // after each page the end may still be in sight
  useEffect(() => {
    if (!more || !end.current) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadMore(), {
      root: root.current,
      rootMargin: '800px',
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [more, loadMore, rows.length, root]);
  return (
    <div ref={end} className="rows-end">
      {source.fault ? <p className="refusal">{sentenceOf(source.fault)}</p> : null}
      {more && (
        <Button variant="subtle" onClick={loadMore}>
          {words.show_more}
        </Button>
      )}
    </div>
  );
};
