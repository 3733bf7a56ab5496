import { Place } from '../frame/place.tsx';
import { RunLine } from '../run-line/run-line.tsx';
import { RunYear } from '../run-line/run-year.tsx';
import { toast } from '../toast.tsx';
import { design, held, loose, onboarding, quarter, TODAY, year } from './data.tsx';

export const LinePart = () => (
  <div style={{ padding: '20px var(--gutter)', display: 'grid', gap: 36 }}>
    <Place title="The run line" />
    <RunLine label="On the way" data={onboarding(5)} open={(key) => toast(`Opened ${key}`)} />
    <RunLine label="Held" data={held} />
    <RunLine label="No dates yet" data={loose} />
    <RunLine label="A design" data={design} />
    <RunLine label="A year" data={year} />
    <div>
      <RunYear
        from="2026-07-01"
        to="2027-06-30"
        today={TODAY}
        lines={[
          { key: 'm', label: 'Monthly bookkeeping', points: year.points },
          { key: 'q', label: 'Quarterly tax return', points: quarter.points, holds: quarter.holds ?? [] },
          { key: 'o', label: 'Onboarding', points: onboarding(5).points },
        ]}
      />
      <RunLine size="row" label="Row" data={held} />
    </div>
    <div style={{ width: 200 }}>
      <RunLine size="cell" label="Cell" data={onboarding(5)} />
      <RunLine size="cell" label="Cell" data={year} />
      <RunLine size="cell" label="Cell" data={quarter} />
    </div>
  </div>
);
