import type { FormEvent, ReactNode } from 'react';

/** What the kit needs of Mantine's `useForm`, whatever its rules and transforms are. */
export interface FormOf<Values extends object> {
  errors: Readonly<Record<string, ReactNode>>;
  setErrors(errors: Record<string, string>): void;
  getValues(): Values;
  setValues(values: Values): void;
  isDirty(): boolean;
  reset(): void;
  getInputNode(path: string): HTMLElement | null;
  onSubmit(send: (values: Values) => void, refuse?: () => void): (event?: FormEvent<HTMLFormElement>) => void;
}
