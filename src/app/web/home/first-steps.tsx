import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { useRemembered } from '#kernel/ui/remember.ts';
import { StateMark } from '#kernel/ui/state-mark.tsx';
import { mayImport } from '#people/fields/import-rights.ts';
import { useMe, useWho } from '../me/me.ts';
import { useHasPage } from './places.ts';
import { useAny } from './query.ts';
import { words } from './words.ts';

type StepId = keyof typeof words.steps;

interface Step {
  id: StepId;
  to: string;
  may: boolean;
  done: boolean | undefined;
  /** Another way to do it. */
  also?: Act | undefined;
}

const SHOWN = 3;

/** After set-up: what to do first, until it is done or hidden (PL-7); for those who may do all three. */
export const FirstSteps = () => {
  const [hidden, setHidden] = useRemembered('home.first-hidden', false);
  const steps = useFirstSteps();
  const done = steps.filter((step) => step.done).length;
  if (hidden || steps.length < SHOWN || steps.some((step) => step.done === undefined) || done === steps.length)
    return null;
  const next = steps.find((step) => !step.done);
  return (
    <section className="home-first" aria-labelledby="home-first">
      <header>
        <div>
          <h2 id="home-first">{words.first}</h2>
          <p className="quiet">{words.first_text}</p>
        </div>
        <p className="caption tabular">{words.first_done(done, steps.length)}</p>
      </header>
      <ol>
        {steps.map((step) => (
          <StepLine key={step.id} step={step} main={step === next} />
        ))}
      </ol>
      <button type="button" className="home-hide" onClick={() => setHidden(true)}>
        {words.first_hide}
      </button>
    </section>
  );
};

const StepLine = ({ step, main }: { step: Step; main: boolean }) => {
  const [title, text, verb] = words.steps[step.id];
  return (
    <li data-done={step.done || undefined}>
      <StateMark shape={step.done ? 'tick' : 'hollow'} hue={step.done ? 'green' : 'grey'} />
      <div>
        <b>{title}</b>
        <span className="unseen">{step.done ? words.done : words.to_do}</span>
        <p className="quiet">{text}</p>
      </div>
      {!step.done && (
        <div className="home-first-acts">
          {step.also && <ActButton act={step.also} />}
          <ActButton act={{ id: step.id, label: verb, to: step.to, main }} />
        </div>
      )}
    </li>
  );
};

/** The first three that this member may do and that have a page. */
const useFirstSteps = (): Step[] => {
  const has = useHasPage();
  const { standing } = useMe();
  const who = useWho();
  const people = !can(who, writes('people'));
  const designs = !can(who, reads('workflows', 'workflows.design'));
  const manages = !can(who, writes('settings', 'members.manage'));
  const clients = has('/clients') && people;
  const imports = has('/people/imports/new') && mayImport.client(who) === null;
  const also = imports ? { id: 'import', label: words.import_file, to: '/people/imports/new?kind=client' } : undefined;
  const library = has('/workflows/templates') && designs;
  const all: Step[] = [
    { id: 'client', to: '/clients', may: clients, done: useAny('/clients', clients), also },
    { id: 'workflow', to: '/workflows/templates', may: library, done: useAny('/workflows', library) },
    { id: 'invite', to: '/settings/members', may: manages, done: useAny('/members', manages, 2) },
    { id: 'factor', to: '/second-factor', may: standing?.at === 'grace', done: false },
  ];
  return all.filter((step) => step.may).slice(0, SHOWN);
};
