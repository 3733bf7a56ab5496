import { z } from 'zod';
import { type ActionStep, key, RECIPIENTS, type Step, who } from './content.ts';

/** The roles a member may hold on a prospect or client (PE-40). */
export const CLIENT_ROLES = ['partner', 'manager', 'specialist', 'assignee', 'reviewer', 'second_reviewer'] as const;

/** What `set_status` may set, and on which kinds of subject it means something. */
export const STATUSES = {
  waitlisted: ['prospect'],
  off_waitlist: ['prospect'],
  inactive: ['prospect', 'client'],
  onboarded: ['employee'],
} as const;

const text = z.string().trim().min(1).max(4000);
const people = z.union([who, z.array(who).min(1).max(10)]);

/** To whom a message goes: one of `RECIPIENTS`, or members that rules of `who` give. */
const message = z.strictObject({
  /** The id of a message template of its channel. */
  template: z.string().min(1),
  to: z.union([z.enum(RECIPIENTS), people]),
});

/** An e-mail takes along what was attached to these earlier steps of the run, tasks and forms (ME-30). */
const email = message.extend({ attach: z.array(key).min(1).max(10).optional() });

/** What each action needs (WF-58). A text may hold the merge fields of `merge.ts`. */
export const PARAMS = {
  /** A note on the subject's timeline. */
  note: z.strictObject({ text }),
  /** A notice to every member that `to` gives. */
  notify: z.strictObject({ to: people, text }),
  /** Gives `role` on the subject to the first member that `to` gives. */
  assign_role: z.strictObject({ role: z.enum(CLIENT_ROLES), to: people }),
  /**
   * `reason`: of inactive; left out, the workflow's name is the reason. `outcome`: of off_waitlist; `outcome_of` names a
   * task instead, whose outcome «offer» means offered and any other removed (`waitlistOutcome`).
   */
  set_status: z.strictObject({
    status: z.enum(['waitlisted', 'off_waitlist', 'inactive', 'onboarded']),
    reason: z.string().trim().min(1).max(500).optional(),
    outcome: z.enum(['offered', 'withdrawn', 'removed']).optional(),
    outcome_of: key.optional(),
  }),
  /** The prospect becomes a client; on a client it has nothing to do. */
  convert: z.strictObject({}),
  /** `field` as in `fields.ts`, without `subject.`. */
  change_field: z.strictObject({ field: z.string(), value: z.union([z.string().max(4000), z.number(), z.boolean()]) }),
  /** `tag`: the tag's id. */
  add_tag: z.strictObject({ tag: z.string().min(1) }),
  remove_tag: z.strictObject({ tag: z.string().min(1) }),
  /** `workflow`: the key of a workflow of the practice; it is launched on the same subject (WF-61). */
  start_workflow: z.strictObject({ workflow: z.string().min(1) }),
  send_email: email,
  send_sms: message,
} as const satisfies Record<ActionStep['do'], z.ZodType>;

export type Params<D extends ActionStep['do']> = z.infer<(typeof PARAMS)[D]>;

/** The parameters of an action that passed the check list. Throws when they are none, which is a fault. */
export const paramsOf = <D extends ActionStep['do']>(action: D, params: ActionStep['params']): Params<D> =>
  PARAMS[action].parse(params) as Params<D>;

/** The actions that send, each by its channel. */
export const SENDS = { send_email: 'email', send_sms: 'sms' } as const;
export type SendingAction = keyof typeof SENDS;
export const sends = (step: Step | undefined): step is ActionStep & { do: SendingAction } =>
  step?.kind === 'action' && Object.hasOwn(SENDS, step.do);

/** Somebody outside the practice receives what it does (WF-13, WF-43, WF-117). */
export const isClientFacing = (step: Step): boolean =>
  step.kind === 'form' || (sends(step) && (RECIPIENTS as readonly unknown[]).includes(step.params.to));

/** One rule or several, as a list to try or to tell. */
export const peopleOf = (to: string | readonly string[]): readonly string[] => (typeof to === 'string' ? [to] : to);

/** How a waitlist entry is closed (PE section 2): what is written down, or what the named task's outcome says. */
export const waitlistOutcome = (
  params: Params<'set_status'>,
  outcomeOf: (step: string) => string | null,
): 'offered' | 'withdrawn' | 'removed' => {
  if (params.outcome) return params.outcome;
  return params.outcome_of && outcomeOf(params.outcome_of) === 'offer' ? 'offered' : 'removed';
};
