import { addDays, type Instant, instantOf, type PlainDate } from '#ground/time.ts';
import type { Scenario, World } from './model.ts';

/** A run begins at the hour at which the practice's messages leave. */
export const startInstant = ({ start }: Scenario, { send_hour, time_zone }: World['practice']): Instant =>
  instantOf(start!, send_hour, time_zone);

export const endInstant = (scenario: Scenario, { time_zone }: World['practice']): Instant =>
  instantOf(untilOf(scenario), '23:59', time_zone);

export const untilOf = ({ start, horizon }: Scenario): PlainDate => addDays(start!, horizon);
