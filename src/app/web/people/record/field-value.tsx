import { isDate } from '#ground/time.ts';
import type { Json } from '#kernel/decision/model.ts';
import { Amount } from '#kernel/ui/amount.tsx';
import { Day } from '#kernel/ui/day.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { sayValue } from '../form/say.ts';

interface FieldValueProps {
  value: Json;
  nameOf: (id: string) => string | null;
}

/** A value of one of the practice's own fields, drawn as what it is. */
export const FieldValue = ({ value, nameOf }: FieldValueProps) => {
  if (typeof value === 'string' && isDate(value)) return <Day date={value} />;
  if (typeof value === 'string' && nameOf(value)) return <Person name={nameOf(value)} />;
  if (isMoney(value)) return <Amount value={value.amount} currency={value.currency} with_currency />;
  return <span className="own-value">{sayValue(value, nameOf)}</span>;
};

const isMoney = (value: Json): value is { amount: string; currency: string } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'amount' in value;
