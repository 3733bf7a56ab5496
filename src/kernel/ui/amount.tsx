import { useClock } from './clock.tsx';
import './small.css';

interface AmountProps {
  /** Decimal text, as money is on the wire (PL-65). */
  value: string | null | undefined;
  currency?: string;
  /** Only where currencies mix, or alone on a page. */
  with_currency?: boolean;
}

/** Money, right for a column: tabular, always with its cents. @example <Amount value={invoice.total.amount} /> */
export const Amount = ({ value, currency, with_currency }: AmountProps) => {
  const clock = useClock();
  if (value === null || value === undefined) return <span className="none">–</span>;
  const code = currency ?? clock.currency;
  const format = new Intl.NumberFormat(
    clock.locale,
    with_currency ? { style: 'currency', currency: code } : { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  );
  return <span className="amount">{format.format(value as Intl.StringNumericLiteral)}</span>;
};
