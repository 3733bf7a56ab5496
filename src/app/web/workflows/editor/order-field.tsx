import { MultiSelect, Select } from '@mantine/core';
import { predecessors, type Step, writtenAfter } from '#workflows/definitions/content.ts';
import { type Order, orderOf } from '../say/order.ts';
import { words } from './words.ts';

interface OrderFieldProps {
  steps: readonly Step[];
  index: number;
  /** Undefined: the step above (WF-31). */
  set: (after: string[] | undefined) => void;
}

/** What a step comes after, in four ways to say it. */
export const OrderField = ({ steps, index, set }: OrderFieldProps) => {
  const above = steps[index - 1];
  const order = orderOf(steps, index);
  if (!above && order === 'first') return <p className="quiet">{words.first_step}</p>;
  const choose = (to: string | null) => {
    if (to === 'above') set(undefined);
    if (to === 'first') set([]);
    if (to === 'beside') set([...predecessors(steps, index - 1)]);
    if (to === 'chosen') set([...writtenAfter(steps, index)]);
  };
  const beside = index > 1 && predecessors(steps, index - 1).length > 0;
  const ways: { value: Order; label: string }[] = [
    ...(above ? [{ value: 'above' as const, label: words.orders.above(above.title) }] : []),
    ...(beside ? [{ value: 'beside' as const, label: words.orders.beside }] : []),
    { value: 'first', label: words.orders.first },
    { value: 'chosen', label: words.orders.chosen },
  ];
  const named = order === 'chosen' || (order === 'above' && steps[index]?.after !== undefined);
  return (
    <div className="stack">
      <Select
        aria-label={words.order}
        allowDeselect={false}
        value={named ? 'chosen' : order}
        data={ways}
        onChange={choose}
      />
      {named && (
        <MultiSelect
          aria-label={words.order_steps}
          searchable
          hidePickedOptions
          value={[...writtenAfter(steps, index)]}
          data={steps.flatMap(({ key, title }, at) => (at === index ? [] : [{ value: key, label: title }]))}
          onChange={set}
        />
      )}
    </div>
  );
};
