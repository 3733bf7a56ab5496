import { Button, Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Segments } from '#kernel/ui/tabs.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import type { Content, Step } from '#workflows/definitions/content.ts';
import { type Clash, joined, type Side } from '#workflows/definitions/join.ts';
import type { Facts } from '../facts.ts';
import { fieldWords, sayField } from '../say/difference.ts';
import type { Said } from '../say/who.ts';
import type { Clashing, Design } from './use-design.ts';
import { words } from './words.ts';
import './dialogs.css';
import '#kernel/ui/form/form.css';

interface ConflictProps {
  clashing: Clashing;
  design: Design;
  facts: Facts;
}

/** Two people designed at once: both texts are kept here, and joined part by part (WF-10). */
export const ConflictSheet = ({ clashing, design, facts }: ConflictProps) => {
  const [choose, setChoose] = useState<Record<string, Side>>({});
  const { base, theirs, sentence } = clashing;
  const mine = design.content;
  const both = useMemo(
    () => joined({ base, mine, theirs: theirs.content }, choose),
    [base, mine, theirs.content, choose],
  );
  const join = () => {
    design.goOnFrom(theirs, both.content);
    toast(words.joined);
  };
  const drop = () => {
    design.goOnFrom(theirs);
    toast(words.dropped);
  };
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} title={words.conflict_title} size={760}>
      <p>{sentence}</p>
      <p className="quiet conflict-sum">{words.joins(both.clashes.length)}</p>
      <ul className="conflict-parts">
        {both.clashes.map((clash) => (
          <ClashPart
            key={clash.part}
            clash={clash}
            side={choose[clash.part] ?? 'mine'}
            set={(side) => setChoose({ ...choose, [clash.part]: side })}
            mine={{ content: mine, facts }}
            theirs={{ content: theirs.content, facts }}
          />
        ))}
      </ul>
      <div className="dialog-acts">
        <Button variant="default" className="danger-quiet" onClick={drop}>
          {words.take_theirs}
        </Button>
        <Button data-autofocus onClick={join}>
          {words.join}
        </Button>
      </div>
    </Modal>
  );
};

interface ClashPartProps {
  clash: Clash;
  side: Side;
  set: (side: Side) => void;
  mine: Said;
  theirs: Said;
}

const ClashPart = ({ clash, side, set, mine, theirs }: ClashPartProps) => {
  const fields = fieldsThatDiffer(clash);
  return (
    <li className="conflict-part">
      <div className="conflict-head">
        <span className="conflict-title">{clash.part.startsWith('step:') ? clash.title : fieldWords(clash.part)}</span>
        <Segments
          label={clash.title}
          value={side}
          onChange={set}
          options={[
            { value: 'mine', label: words.yours },
            { value: 'theirs', label: words.theirs },
          ]}
        />
      </div>
      <dl className="conflict-fields">
        {fields.map((field) => (
          <div key={field} className="conflict-field">
            <dt>{field ? fieldWords(field) : ''}</dt>
            <dd data-taken={side === 'mine' || undefined}>{told(clash.mine, field, mine)}</dd>
            <dd data-taken={side === 'theirs' || undefined}>{told(clash.theirs, field, theirs)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
};

/** Fields of a step or of the settings that the two texts say differently; one nameless field where a whole part clashes. */
const fieldsThatDiffer = ({ part, mine, theirs }: Clash): string[] => {
  const whole = !(part.startsWith('step:') || part === 'settings');
  if (whole || !mine || !theirs) return [whole ? part : ''];
  const [a, b] = [mine, theirs] as [Record<string, unknown>, Record<string, unknown>];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]),
  );
  return names.map((name) => (part === 'settings' ? `settings.${name}` : name));
};

const told = (value: Clash['mine'], field: string, said: Said): string => {
  if (value === null) return words.gone_here;
  if (!field) return (value as unknown as Step).title;
  const name = field.replace('settings.', '');
  const one = typeof value === 'object' && !Array.isArray(value) ? (value[name] ?? null) : value;
  const action = (value as unknown as Partial<Extract<Step, { kind: 'action' }>>).do;
  return sayField(field, one as Content['name'], said, action) || words.no_difference_here;
};
