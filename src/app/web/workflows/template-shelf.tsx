import { Go, useGo } from '#kernel/ui/go.tsx';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { RunLine } from '#kernel/ui/run-line/run-line.tsx';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { kindsWords } from './data.ts';
import { shapeLine } from './dating.ts';
import type { TemplateRow } from './facts.ts';
import { useTemplate } from './use-template.ts';
import { words } from './words.ts';
import './workflows.css';

export const templatePage = (key: string): string => `/workflows/templates/${key}`;

/** Templates as cards: name, the line of their steps, for whom and how long (WF-2). `may_use`: the caller may copy them. */
export const TemplateShelf = ({ templates, may_use }: { templates: readonly TemplateRow[]; may_use: boolean }) => (
  <ul className="shelf">
    {templates.map((template) => (
      <Card key={template.key} template={template} may_use={may_use} />
    ))}
  </ul>
);

const Card = ({ template, may_use }: { template: TemplateRow; may_use: boolean }) => {
  const { key, name, description, subject_kinds, steps, days, shape } = template;
  const go = useGo();
  const use = useTemplate();
  const why_not = may_use ? undefined : words.may_not_design;
  return (
    <li className="shelf-card">
      <div className="shelf-head">
        <Go className="shelf-name" to={templatePage(key)}>
          {name}
        </Go>
        <RowMenu
          name={name}
          acts={[
            { id: 'preview', label: words.preview, to: templatePage(key) },
            { id: 'as-is', label: words.use_as_is, why_not, run: () => use(template, true) },
            { id: 'customise', label: words.customise, why_not, run: () => use(template, false) },
          ]}
        />
      </div>
      <p className="shelf-words">{description}</p>
      <div className="shelf-line">
        <RunLine size="cell" label={words.line} data={shapeLine(shape)} open={() => go(templatePage(key))} />
      </div>
      <p className="caption shelf-facts">
        <span>{kindsWords(subject_kinds)}</span>
        <span>{words.steps(steps)}</span>
        <span>{days}</span>
      </p>
    </li>
  );
};

export const ShelfSkeleton = ({ cards }: { cards: number }) => (
  <ul className="shelf" aria-hidden>
    {Array.from({ length: cards }, (_, at) => (
      // all alike, and gone together
      <li key={at} className="shelf-card shelf-coming">
        <SkeletonLine width="46%" />
        <SkeletonLine width="88%" />
        <SkeletonLine width="70%" />
      </li>
    ))}
  </ul>
);
