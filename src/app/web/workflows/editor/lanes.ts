import { predecessors, type Step } from '#workflows/definitions/content.ts';
import { orderOf } from '../say/order.ts';

/** How a step stands on the upright line of the list: on it, or beside it, and whether it leaves the line here. */
export interface Lane {
  lane: 0 | 1;
  /** Its little line begins at the main one, not at the step above. */
  forks: boolean;
}

/** Steps that run alongside others stand beside the line, and so do those that follow them one after the other. Pure. */
export const lanesOf = (steps: readonly Step[]): Lane[] => {
  const lanes: Lane[] = [];
  steps.forEach((_, index) => {
    const order = orderOf(steps, index);
    const above = lanes[index - 1];
    if (index > 0 && (order === 'first' || order === 'beside')) lanes.push({ lane: 1, forks: true });
    else if (order === 'above' && above?.lane === 1 && predecessors(steps, index).length === 1)
      lanes.push({ lane: 1, forks: false });
    else lanes.push({ lane: 0, forks: false });
  });
  return lanes;
};
