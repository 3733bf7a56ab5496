import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { mayImport } from '#people/fields/import-rights.ts';
import { useWho } from '../../me/me.ts';
import { words } from './words.ts';

/** Instead of these pages for whoever may import nothing: the sentence of the rule that says so (PE-80). */
export const MayNotImport = () => (
  <>
    <Place title={words.imports} />
    <EmptyState title={words.may_not} text={mayImport.client(useWho())?.because} />
  </>
);
