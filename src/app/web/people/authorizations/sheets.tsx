import { useCallback, useState } from 'react';
import { useThing } from '#kernel/ui/query.ts';
import { type AuthorizationDetail, type KnownAuthorization, pageOf } from './facts.ts';
import { AddSheet, EditSheet, RenewSheet } from './forms.tsx';
import { ApproveSheet, EndSheet } from './short-sheets.tsx';

/** A form beside the page, by what it does. */
export type AuthorizationSheet =
  | { do: 'add'; client?: KnownAuthorization['client'] }
  | { do: 'edit' | 'renew' | 'approve'; id: string }
  | { do: 'end'; known: KnownAuthorization };
export type OpenAuthorizationSheet = (sheet: AuthorizationSheet) => void;

/** The one sheet that is open. @example const { open, sheet } = useAuthorizationSheets(); return <>…{sheet}</>; */
export const useAuthorizationSheets = () => {
  const [now, setNow] = useState<AuthorizationSheet>();
  const close = useCallback(() => setNow(undefined), []);
  return { open: setNow as OpenAuthorizationSheet, sheet: now && <OneSheet sheet={now} close={close} /> };
};

const OneSheet = ({ sheet, close }: { sheet: AuthorizationSheet; close: () => void }) => {
  switch (sheet.do) {
    case 'add':
      return <AddSheet client={sheet.client} close={close} />;
    case 'end':
      return <EndSheet known={sheet.known} close={close} />;
    default:
      return <OfExisting {...sheet} close={close} />;
  }
};

const SHEETS = { edit: EditSheet, renew: RenewSheet, approve: ApproveSheet };

/** A list does not hold lines and dates in full: they are asked for first. */
const OfExisting = ({ do: what, id, close }: { do: keyof typeof SHEETS; id: string; close: () => void }) => {
  const { data } = useThing<AuthorizationDetail>(pageOf(id));
  const Sheet = SHEETS[what];
  return data ? <Sheet one={data} close={close} /> : null;
};
