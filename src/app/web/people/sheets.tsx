import { useCallback, useState } from 'react';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import type { PersonKind } from '#people/persons/model.ts';
import type { Known } from './ask.ts';
import { MergeWith } from './duplicates/merge-with.tsx';
import { AddPerson } from './form/add-person.tsx';
import { EditPerson } from './form/edit-person.tsx';
import { DeactivateMany, DeactivateSheet } from './sheets/deactivate.tsx';
import { ConvertAnywaySheet, EraseSheet, StopContactSheet, UnconvertSheet } from './sheets/reasons.tsx';
import { RoleMany, RolesSheet } from './sheets/roles.tsx';
import { TagMany } from './sheets/tag-many.tsx';
import { EnterSheet, LeaveSheet } from './sheets/waitlist.tsx';

/** A form beside the page, by what it does. */
export type Sheet =
  | { do: 'add'; kind: PersonKind }
  | { do: 'edit'; kind: PersonKind; id: string }
  | { do: 'enter' | 'leave' | 'unconvert' | 'roles' | 'stop' | 'erase' | 'merge'; known: Known }
  | { do: 'convert'; known: Known; sentence: string }
  | { do: 'deactivate'; known: Known; sentence?: string }
  | { do: 'role_many' | 'tag_many' | 'deactivate_many'; kind: PersonKind; target: BulkTarget };

export type OpenSheet = (sheet: Sheet) => void;

/** The one sheet that is open. @example const { open, sheet } = useSheets(); return <>…{sheet}</>; */
export const useSheets = () => {
  const [now, setNow] = useState<Sheet>();
  const close = useCallback(() => setNow(undefined), []);
  return { open: setNow as OpenSheet, sheet: now && <OneSheet sheet={now} close={close} /> };
};

const OneSheet = ({ sheet, close }: { sheet: Sheet; close: () => void }) => {
  switch (sheet.do) {
    case 'add':
      return <AddPerson {...sheet} close={close} />;
    case 'edit':
      return <EditPerson {...sheet} close={close} />;
    case 'enter':
      return <EnterSheet {...sheet} close={close} />;
    case 'leave':
      return <LeaveSheet {...sheet} close={close} />;
    case 'convert':
      return <ConvertAnywaySheet {...sheet} close={close} />;
    case 'unconvert':
      return <UnconvertSheet {...sheet} close={close} />;
    case 'roles':
      return <RolesSheet {...sheet} close={close} />;
    case 'stop':
      return <StopContactSheet {...sheet} close={close} />;
    case 'erase':
      return <EraseSheet {...sheet} close={close} />;
    case 'deactivate':
      return <DeactivateSheet {...sheet} close={close} />;
    case 'deactivate_many':
      return <DeactivateMany {...sheet} close={close} />;
    case 'role_many':
      return <RoleMany {...sheet} close={close} />;
    case 'tag_many':
      return <TagMany {...sheet} close={close} />;
    case 'merge':
      return <MergeWith record={shortOf(sheet.known)} close={close} />;
  }
};

const shortOf = ({ id, kind, name, number }: Known) => ({
  id,
  kind,
  display_name: name,
  numbers: number ? [number] : [],
});
