import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Amount } from '../amount.tsx';
import { ApiRefusal } from '../client.ts';
import { Day, Moment } from '../day.tsx';
import { ErrorState } from '../error-state.tsx';
import { Place } from '../frame/place.tsx';
import { Kbd } from '../kbd.tsx';
import { Person } from '../person.tsx';
import { ProgressBar } from '../progress.tsx';
import { StateChip } from '../state-chip.tsx';
import { Segments } from '../tabs.tsx';
import { toast, toastRefusal } from '../toast.tsx';
import { STATE_WORDS } from '../words.ts';
import { bulkDemo } from './bulk-demo.ts';
import { TODAY } from './data.tsx';

export const BitsPart = () => {
  const [pick, setPick] = useState('list');
  return (
    <div style={{ padding: '20px var(--gutter) 64px', display: 'grid', gap: 24, justifyItems: 'start' }}>
      <Place title="Small parts" />
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 20 }}>
        {Object.keys(STATE_WORDS).map((s) => (
          <StateChip key={s} state={s} {...(s === 'overdue' ? { days: 4 } : {})} />
        ))}
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 20 }}>
        <Day date={TODAY} /> <Day date="2026-11-24" /> <Day date="2026-11-17" due /> <Day date="2027-03-01" />{' '}
        <Moment instant={`${TODAY}T03:24:00.000Z`} />
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 20 }}>
        <Person name="Ana Example" /> <Person name="Bo Sample" deputy_for="Cy Specimen" /> <Person name={null} />{' '}
        <Person name="Di Placeholder" size={32} bare />
        <Amount value="-1234.5" /> <Amount value="98765.4" with_currency currency="NZD" />
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        <Button onClick={() => toast('Finished Collect papers', { undo: () => toast('Taken back') })}>Finish</Button>
        <Button
          variant="default"
          onClick={() =>
            toastRefusal(
              new ApiRefusal(409, { detail: 'Bo Sample took this task a minute ago. Ask them, or choose another.' }),
            )
          }
        >
          Refuse
        </Button>
        <Button variant="default" onClick={() => void bulkDemo({ count: 50 })}>
          Bulk
        </Button>
        <Button variant="subtle">Quiet</Button>
        <Button disabled>Disabled</Button>
      </div>
      <Segments
        label="Show"
        value={pick}
        onChange={setPick}
        options={[
          { value: 'list', label: 'List' },
          { value: 'board', label: 'Board' },
          { value: 'calendar', label: 'Calendar' },
        ]}
      />
      <TextInput
        label="A field"
        description="Its hint below."
        placeholder="Search or type"
        error="This name is taken. Choose another."
      />
      <div style={{ width: 320 }}>
        <ProgressBar label="Steps done" value={4} of={9} />
      </div>
      <span>
        <Kbd>mod+k</Kbd> <Kbd>g c</Kbd> <Kbd>Space</Kbd>
      </span>
      <ErrorState
        fault={
          new ApiRefusal(503, {
            detail: 'The server is busy with a long import. Your list is unchanged. Try again in a minute.',
          })
        }
        retry={() => undefined}
      />
    </div>
  );
};
