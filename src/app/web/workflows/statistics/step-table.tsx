import type { CSSProperties } from 'react';
import type { StepFigures, StepStatistics } from '#workflows/runs/statistics.ts';
import { StepSign } from '../step-icon.tsx';
import { lengthWords, words } from './words.ts';

interface StepTableProps {
  steps: readonly StepStatistics[];
  shown: number;
  beside: number | null;
}

/** A row per step: its time as a bar, the shown version above the other; the numbers stand beside, so it is its own table. */
export const StepTable = ({ steps, shown, beside }: StepTableProps) => {
  const compared = beside === null ? [shown] : [shown, beside];
  const rows = steps.filter(({ versions }) => versions.some(({ n }) => compared.includes(n)));
  const longest = Math.max(...rows.flatMap(({ versions }) => versions.map(({ median_hours }) => median_hours ?? 0)), 0);
  const columns: readonly [
    label: string,
    say: (figures: StepFigures) => string,
    title?: (of: StepFigures) => string,
  ][] = [
    [
      words.late,
      ({ late, dated }) => (dated ? words.share(late, dated) : words.none),
      ({ late, dated }) => words.share_of(late, dated),
    ],
    [words.handed_back, ({ handed_back }) => count(handed_back)],
    [words.skipped, ({ skipped }) => count(skipped), ({ skipped, reached }) => words.share_of(skipped, reached)],
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too
    <section className="statistics-scroll" aria-label={words.caption} tabIndex={0}>
      <table className="statistics-table">
        <caption className="unseen">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.step}</th>
            <th scope="col">{words.median}</th>
            {columns.map(([label]) => (
              <th key={label} scope="col" className="statistics-number">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((step) => (
            <tr key={step.key}>
              <th scope="row">
                <StepSign step={step} /> {step.title}
              </th>
              <td>
                {compared.map((n) => (
                  <Length key={n} n={n} of={figuresOf(step, n)} longest={longest} quiet={n !== shown} />
                ))}
              </td>
              {columns.map(([label, say, title]) => (
                <td key={label} className="statistics-number">
                  {compared.map((n) => (
                    <Figure key={n} n={n} of={figuresOf(step, n)} say={say} title={title} quiet={n !== shown} />
                  ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

interface FigureProps {
  n: number;
  of: StepFigures | undefined;
  quiet: boolean;
}

const Length = ({ n, of, longest, quiet }: FigureProps & { longest: number }) => {
  const hours = of?.median_hours ?? null;
  return (
    <span className="statistics-length" data-quiet={quiet || undefined}>
      <span className="unseen">{words.version(n)}: </span>
      <span
        className="statistics-bar"
        hidden={hours === null}
        style={{ '--length': `${longest ? (100 * (hours ?? 0)) / longest : 0}%` } as CSSProperties}
      />
      <span className="tabular">{hours === null ? words.none : lengthWords(hours)}</span>
    </span>
  );
};

interface SaidProps extends FigureProps {
  say: (of: StepFigures) => string;
  title: ((of: StepFigures) => string) | undefined;
}

const Figure = ({ n, of, say, title, quiet }: SaidProps) => (
  <span className="statistics-figure" data-quiet={quiet || undefined} title={of && title?.(of)}>
    <span className="unseen">{words.version(n)}: </span>
    {of ? say(of) : words.none}
  </span>
);

const figuresOf = ({ versions }: StepStatistics, n: number): StepFigures | undefined =>
  versions.find((one) => one.n === n);

const count = (n: number): string => (n ? n.toLocaleString('en') : words.none);
