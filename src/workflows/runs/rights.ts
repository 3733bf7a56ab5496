import type { Id } from '#ground/id.ts';
import { actingFor, assigned, can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Refusal, Who } from '#kernel/decision/model.ts';
import { notAllowed, notFound } from '#kernel/decision/rules.ts';
import type { Task, Work } from './model.ts';
import { seesSubject, subjectThing } from './people.ts';
import { isOpen, nameOf } from './state.ts';
import { sayList } from './words.ts';

/** Who may do what with a run and its tasks: PL-25 … PL-35, and the run's own roles (WF section 1). */

/** The run owner, the subject's partner and manager; of a task alone its maker. */
export const managersOf = ({ run, subject, tasks }: Work): Id[] => {
  const named = [
    run ? run.owner_id : tasks[0]?.maker_id,
    subject?.roles.partner,
    subject?.record === 'employee' ? (subject.fields.manager as Id | null) : subject?.roles.manager,
  ];
  return [...new Set(named.filter((id): id is Id => !!id))];
};

/** Sees the run: reads workflows and sees its subject; whoever has a task of it sees that task anyway. */
export const maySee = (work: Work, who: Who): Refusal | null =>
  can(who, reads('workflows')) ?? (!work.subject || seesSubject(who, work.subject) ? null : notFound());

/** A run manager: the owner, the subject's partner and manager, members who may write all workflows. */
export const mayManage = (work: Work, who: Who): Refusal | null => {
  const no = maySee(work, who) ?? can(who, { ...writes('workflows'), duty: 'task' }, { assigned_to: managersOf(work) });
  if (!no || no.kind === 'not_found') return no;
  const names = managersOf(work).map((id) => nameOf(work, id));
  const also = 'somebody who may change all workflows';
  const may = names.length ? `${sayList(names)}, or ${also},` : `Only ${also}`;
  return notAllowed(`This is not yours to decide. ${may} may do it.`);
};

export const isManager = (work: Work, who: Who): boolean => mayManage(work, who) === null;

/** The assignee, anybody in the pool, or who stands in for one of them today (WF-46, WF-130). */
export const holdsTask = (work: Work, task: Task, who: Who): boolean =>
  assigned(who, { assigned_to: handsOf(work, task) }, 'task');

/** One of the pool it came from, whoever has it now (WF-46). */
export const isOfPool = (work: Work, task: Task, who: Who): boolean =>
  assigned(who, { assigned_to: poolOf(work, task) }, 'task');

/** For whom somebody acts on a task as deputy; null when it is their own (PL-34). */
export const actsFor = (work: Work, task: Task, who: Who): Id | null =>
  actingFor(who, { assigned_to: handsOf(work, task) }, 'task');

/** The holder of a task; a run manager too unless `alone`. */
export const mayWork = (work: Work, task: Task, who: Who): Refusal | null =>
  holdsTask(work, task, who) ? null : (maySee(work, who) ?? (isManager(work, who) ? null : notYours(work, task)));

/** Only who holds it: beginning a task makes it one's own (WF section 2, «start»). */
export const mayBegin = (work: Work, task: Task, who: Who): Refusal | null =>
  holdsTask(work, task, who) ? null : (maySee(work, who) ?? notYours(work, task));

/** Adds to a run, a task or its talk: whoever writes what is assigned to them, if any of it is; a task alone is one's own (PL-26). */
export const mayTakePart = (work: Work, who: Who): Refusal | null => {
  const hands = work.tasks.filter(isOpen).flatMap((task) => handsOf(work, task));
  if (assigned(who, { assigned_to: hands }, 'task')) return null;
  const thing = work.subject ? subjectThing(work.subject) : { assigned_to: [] };
  const assigned_to = [...managersOf(work), ...hands, ...thing.assigned_to];
  const mine = work.run ? null : (work.tasks[0]?.maker_id ?? who.member_id ?? null);
  return (
    maySee(work, who) ?? can(who, { ...writes('workflows'), duty: 'task' }, { ...thing, assigned_to, made_by: mine })
  );
};

const handsOf = (work: Work, task: Task): Id[] => {
  if (task.assignee_id) return [task.assignee_id, ...(task.for_member_id ? [task.for_member_id] : [])];
  return poolOf(work, task);
};

const poolOf = ({ directory }: Work, task: Task): Id[] =>
  directory.members.filter((one) => one.active && one.role_id === task.pool_role_id).map((one) => one.id);

const notYours = (work: Work, task: Task): Refusal => {
  if (task.assignee_id) {
    const name = nameOf(work, task.assignee_id);
    return notAllowed(`«${task.title}» is given to ${name}. Ask ${name}, or have it given to you.`);
  }
  const role = work.directory.roles.find((one) => one.id === task.pool_role_id)?.name;
  return notAllowed(
    role
      ? `«${task.title}» is for everybody with the role ${role}, which you do not hold.`
      : `«${task.title}» is not given to anybody yet.`,
  );
};
