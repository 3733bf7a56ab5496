import { useLocalStorage } from '@mantine/hooks';

/** What one member's browser remembers: columns, own views, drafts. Kept apart per member; never the truth of anything. */
let owner = 'anyone';

/** Called once the member is known. */
export const rememberFor = (member_id: string): void => {
  owner = member_id;
};

export const memoryKey = (name: string): string => `tickmark.${owner}.${name}`;

/** @example const [hidden, setHidden] = useRemembered<string[]>('columns.clients', []); */
export const useRemembered = <Value>(name: string, start: Value) =>
  useLocalStorage<Value>({ key: memoryKey(name), defaultValue: start, getInitialValueInEffect: false });

/** Forgets what was typed and not sent; at sign-out, since drafts may hold clients' data (PL-36). */
export const forgetDrafts = (): void => {
  const begin = memoryKey('draft.');
  for (const key of Object.keys(localStorage)) if (key.startsWith(begin)) localStorage.removeItem(key);
};
