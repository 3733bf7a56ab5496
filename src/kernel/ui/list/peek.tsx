import { ArrowUpRight, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Go } from '../go.tsx';
import { words } from '../words.ts';
import './peek.css';

interface PeekProps<Row> {
  row: Row;
  nameOf: (row: Row) => string;
  href?: (row: Row) => string;
  peek: (row: Row) => ReactNode;
  close: () => void;
}

/** The thing beside the list, without leaving it; follows `j k`. */
export const Peek = <Row,>({ row, nameOf, href, peek, close }: PeekProps<Row>) => (
  <aside className="peek" aria-label={`${words.peek}: ${nameOf(row)}`}>
    <header className="peek-head">
      <h2 className="cut">{nameOf(row)}</h2>
      {href && (
        <Go to={href(row)} className="tool tool-words">
          <ArrowUpRight />
          <span>{words.open}</span>
        </Go>
      )}
      <button type="button" className="icon-button" aria-label={words.close_peek} onClick={close}>
        <X />
      </button>
    </header>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it may scroll and hold nothing else that Tab reaches */}
    <div className="peek-body" role="document" tabIndex={0}>
      {peek(row)}
    </div>
  </aside>
);
