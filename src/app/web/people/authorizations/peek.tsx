import { useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { Facts } from '#kernel/ui/thing-page.tsx';
import { type AuthorizationDetail, pageOf } from './facts.ts';
import { Notices, Permitted, peekFacts, Referring } from './parts.tsx';
import '../record/record.css';

/** An authorization beside the list: its facts, lines and runs. */
export const AuthorizationPeek = ({ id }: { id: string }) => {
  const { data } = useThing<AuthorizationDetail>(pageOf(id));
  if (!data) return <SkeletonLine width="64%" />;
  return (
    <div className="peek-stack">
      <Notices one={data} />
      <Facts facts={peekFacts(data)} />
      <Permitted lines={data.lines} />
      {data.runs.length > 0 && <Referring runs={data.runs} />}
    </div>
  );
};
