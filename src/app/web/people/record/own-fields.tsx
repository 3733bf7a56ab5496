import type { Json } from '#kernel/decision/model.ts';
import { type Fact, Facts } from '#kernel/ui/thing-page.tsx';
import type { FieldRow } from '../data.ts';
import { FieldValue } from './field-value.tsx';
import { words } from './words.ts';

interface OwnFieldsProps {
  values: Record<string, Json>;
  fields: readonly FieldRow[];
  nameOf: (id: string) => string | null;
}

/** The practice's own fields that have a value here (PE-65). */
export const OwnFields = ({ values, fields, nameOf }: OwnFieldsProps) => {
  const facts: Fact[] = fields.flatMap(({ key, label }) => {
    const value = values[key];
    return value === undefined || value === null
      ? []
      : [{ label, value: <FieldValue value={value} nameOf={nameOf} /> }];
  });
  if (facts.length === 0) return null;
  return (
    <section className="overview-part own-facts">
      <h2>{words.own}</h2>
      <Facts facts={facts} />
    </section>
  );
};
