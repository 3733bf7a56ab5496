import { Plus, X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { linesOf } from './add-step.tsx';
import { CalmTextarea } from './calm-text.tsx';
import { words } from './words.ts';

interface RowsFieldProps<Row> {
  rows: readonly Row[];
  set: (rows: Row[]) => void;
  textOf: (row: Row) => string;
  withText: (row: Row, text: string) => Row;
  make: (text: string, rows: readonly Row[]) => Row;
  /** «Line 3», for the label of its field. */
  nameOf: (n: number) => string;
  /** «Add a line». */
  add: string;
  limit: number;
  /** Longest text. */
  length: number;
  /** Beside the text of a row. */
  beside?: (row: Row, put: (row: Row) => void) => ReactNode;
  /** Under a row. */
  below?: (row: Row, put: (row: Row) => void) => ReactNode;
}

/** Short texts one under the other: Enter goes on, Alt and an arrow moves, an emptied line goes, a pasted list is taken line by line. */
export const RowsField = <Row,>(props: RowsFieldProps<Row>) => {
  const { rows, set, textOf, withText, make, nameOf, add, limit, length, beside, below } = props;
  const [typed, setTyped] = useState('');
  const box = useRef<HTMLUListElement>(null);
  const focus = (at: number) =>
    requestAnimationFrame(() => box.current?.querySelectorAll<HTMLElement>('.row-text')[at]?.focus());
  const put = (at: number) => (row: Row) => set(rows.with(at, row));
  const take = (texts: readonly string[]) => {
    const next = [...rows];
    for (const text of texts.map((one) => one.trim().slice(0, length)).filter(Boolean))
      if (next.length < limit) next.push(make(text, next));
    if (next.length > rows.length) set(next);
    setTyped('');
  };
  const remove = (at: number) => {
    set(rows.toSpliced(at, 1));
    focus(Math.max(0, at - 1));
  };
  const onKey = (event: React.KeyboardEvent<HTMLTextAreaElement>, at: number) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    const to = at + by;
    if (event.altKey && by && rows[to] !== undefined) {
      set(rows.toSpliced(at, 1).toSpliced(to, 0, rows[at] as Row));
      focus(to);
    } else if (event.key === 'Enter') focus(at + 1);
    else if (event.key === 'Backspace' && event.currentTarget.value === '') remove(at);
    else return;
    event.preventDefault();
  };
  return (
    <ul className="rows-field" ref={box}>
      {rows.map((row, at) => (
        // keys of the rows themselves may be alike while the check list still complains
        <li key={at} className="row-line">
          <div className="row-first">
            <CalmTextarea
              variant="unstyled"
              minRows={1}
              classNames={{ root: 'row-grow', input: 'row-text' }}
              aria-label={nameOf(at + 1)}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
              maxLength={length}
              value={textOf(row)}
              onText={(text) => put(at)(withText(row, text.replaceAll('\n', ' ')))}
              onKeyDown={(event) => onKey(event, at)}
            />
            {beside?.(row, put(at))}
            <button
              type="button"
              className="icon-button"
              aria-label={words.remove(textOf(row) || nameOf(at + 1))}
              onClick={() => remove(at)}
            >
              <X />
            </button>
          </div>
          {below?.(row, put(at))}
        </li>
      ))}
      {rows.length < limit && (
        <li className="row-line row-add">
          <Plus aria-hidden />
          <input
            className="row-text"
            aria-label={add}
            placeholder={add}
            maxLength={length}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
            onBlur={() => take([typed])}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              take([typed]);
            }}
            onPaste={(event) => {
              const lines = linesOf(event.clipboardData.getData('text'));
              if (lines.length < 2) return;
              event.preventDefault();
              take(lines);
            }}
          />
        </li>
      )}
    </ul>
  );
};
