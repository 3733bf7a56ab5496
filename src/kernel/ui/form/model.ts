import type { useForm } from '@mantine/form';

/** What `useForm({ initialValues })` gives. (Mantine's own name for it is not exported under Node's resolution.) */
export type FormOf<Values extends object> = ReturnType<typeof useForm<Values>>;
