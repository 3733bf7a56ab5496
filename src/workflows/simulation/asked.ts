import type { Launch } from '#workflows/launch/model.ts';
import type { Scenario, Subject, World } from './model.ts';

/** What the scenario gives of what the workflow asks for when it is started. */
export const asked = (world: World, scenario: Scenario, { facts }: Subject): Omit<Launch, 'do' | 'origin'> => {
  const { period, run_date, refers_to, people } = scenario;
  const { settings } = world.contents.get(world.root)!;
  return {
    as: scenario.as ?? facts.kind,
    ...(settings.period === 'ask' && period && { period }),
    ...(settings.run_date && run_date && { run_date }),
    ...(settings.refers_to && refers_to && { refers_to }),
    ...(people && { people }),
  };
};
