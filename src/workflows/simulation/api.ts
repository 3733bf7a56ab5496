import { z } from '@hono/zod-openapi';
import type { Id } from '#ground/id.ts';
import { isId } from '#ground/id.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { invalid, notFound, problem, refused } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, jsonBody, type Place, route, router } from '#kernel/http/route.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { refuseCadence } from '#workflows/cadence/limits.ts';
import { readFile, resolved } from '#workflows/code/rules.ts';
import { nameBook } from '#workflows/code/store.ts';
import { type Content, content as contentSchema } from '#workflows/definitions/content.ts';
import { shownWorkflow } from '#workflows/definitions/present.ts';
import { noSuchVersion, versionOf } from '#workflows/definitions/store.ts';
import { workflowByKey } from '#workflows/launch/store.ts';
import { runCases } from './cases.ts';
import { type Scenario, type SimulationBody, simulationBody, type World } from './model.ts';
import { planningWithin } from './repeating.ts';
import { simulateBeside, tooManyLines, tooManySubjects } from './rules.ts';
import { casesAnswer, simulationAnswer } from './shapes.ts';
import { emptyWorld, type Reading, realSubjects } from './store.ts';
import { inventedSubject, sampleName } from './subject.ts';
import { inventedIn } from './world.ts';

const simulated = route(reads('workflows'), {
  method: 'post',
  path: '/simulations',
  request: jsonBody(simulationBody),
  responses: answers(200, simulationAnswer),
});
const tested = route(reads('workflows'), {
  method: 'post',
  path: '/workflow-tests',
  request: jsonBody(z.strictObject({ text: z.string() })),
  responses: answers(200, casesAnswer),
});

/** What would happen (WF-155 … WF-158), and whether the cases of a file go as they say (WF-165). Both only read. */
export const simulationApi = (kernel: Kernel, reading: Reading) =>
  router()
    .openapi(simulated, async (c) => {
      const { world, scenario } = await worldOf(kernel, reading, c.get('place'), c.req.valid('json'));
      const never = refusedCadence(world, scenario);
      if (never) throw new HttpRefusal(never);
      const answer = await simulateBeside(world, scenario, pausing());
      const no = tooManyLines(answer);
      if (no) throw new HttpRefusal(no);
      return c.json(answer, 200);
    })
    .openapi(tested, async (c) => {
      const read = readFile(c.req.valid('json').text);
      if (!read.yes) throw new HttpRefusal(read);
      const { who } = c.get('place').caller;
      const cases = await atDesk(kernel, c.get('place'), async (desk) => {
        const { content } = resolved(read.file, await nameBook(desk));
        return runCases(await emptyWorld(desk, reading, { who, root: read.file.key, content }), content);
      });
      return c.json({ cases }, 200);
    });

const refusedCadence = ({ practice, subjects }: World, scenario: Scenario): Refusal | null => {
  const { repeats } = scenario;
  return repeats ? refuseCadence(repeats, planningWithin(repeats, subjects[0]!.dates, { scenario, practice })) : null;
};

const AT_A_TIME_MS = 20;

/** Lets others in whenever this has taken long enough. */
const pausing = () => {
  let since = performance.now();
  return () => {
    if (performance.now() - since < AT_A_TIME_MS) return null;
    return new Promise<void>((go) => {
      setImmediate(() => {
        since = performance.now();
        go();
      });
    });
  };
};

const worldOf = async (
  kernel: Kernel,
  reading: Reading,
  place: Place,
  body: SimulationBody,
): Promise<{ world: World; scenario: Scenario }> => {
  const no = tooManySubjects(body.subjects?.length ?? 0);
  if (no) throw new HttpRefusal(no);
  const { workflow, version, subjects, invented, ...assumed } = body;
  const chosen = await chosenContent(kernel, place, { workflow, version });
  const { key, content, n } = chosen;
  const as = assumed.as ?? content.subject_kinds[0]!;
  if (!content.subject_kinds.includes(as))
    throw new HttpRefusal(invalid(problem('/as', 'wrong_kind', `This workflow is not for ${as}s.`)));
  if (assumed.repeats && as !== 'client')
    throw new HttpRefusal(invalid(problem('/repeats', 'wrong_kind', 'Only work for clients can repeat.')));
  return atDesk(kernel, place, async (desk) => {
    const { who } = place.caller;
    const world = await emptyWorld(desk, reading, { who, root: key, content });
    const start = assumed.start ?? desk.today;
    const scenario = { ...assumed, as, start };
    if (subjects?.length)
      return {
        world: { ...world, subjects: await realSubjects(desk, reading, { world, ids: subjects, as, version: n }) },
        scenario,
      };
    const { name = sampleName(as), fields = {} } = invented ?? {};
    const member = who.member_id ?? world.directory.members.find(({ active }) => active)?.id ?? null;
    const made = inventedIn(world, inventedSubject(as, { name, fields, member, on: start }));
    return {
      world: { ...world, subjects: [made.subject] },
      scenario: { ...scenario, ...(made.refers_to && !scenario.refers_to && { refers_to: made.refers_to }) },
    };
  });
};

const chosenContent = async (
  kernel: Kernel,
  place: Place,
  { workflow, version }: Pick<SimulationBody, 'workflow' | 'version'>,
): Promise<{ key: string; content: Content; n: number }> => {
  const read = <T>(work: (desk: Desk) => Promise<T>) => atDesk(kernel, place, work);
  const id: Id | null = isId(workflow) ? workflow : await read((desk) => workflowByKey(desk, workflow));
  if (!id) throw new HttpRefusal(notFound('There is no such workflow.'));
  const shown = await shownWorkflow(kernel, place, id);
  const { key, current_version, has_draft } = shown;
  if (version === 'draft' || (version === undefined && current_version === null)) {
    if (!has_draft) throw new HttpRefusal(refused('no_draft', `«${shown.name}» has no draft.`));
    return { key, content: contentSchema.parse(shown.content), n: (current_version ?? 0) + 1 };
  }
  const n = version ?? current_version!;
  const found = await read((desk) => versionOf(desk, id, n));
  if (!found) throw new HttpRefusal(noSuchVersion(n));
  return { key, content: contentSchema.parse(found.content), n };
};
