import { ItemSettings } from './items.tsx';
import { OfPractice } from './of-practice.tsx';
import { InboxSettings } from './shell.tsx';

/** `/settings/inbox/items`: how items behave, and what deciding them does. */
export default function ItemsPage() {
  return (
    <InboxSettings here="items">
      <OfPractice form={ItemSettings} />
    </InboxSettings>
  );
}
