import { useForm } from '@mantine/form';
import type { Channel } from './data.ts';
import { valuesOf } from './values.ts';
import { words } from './words.ts';

const aNumber = (value: number | string) => (typeof value === 'number' ? null : words.number_missing);

export const useChannelForm = (channel: Channel) =>
  useForm({
    initialValues: valuesOf(channel),
    validate: {
      per_minute: aNumber,
      hold_minutes: aNumber,
      manual_seconds: aNumber,
      settings: { port: (value: number | string, { provider }) => (provider === 'smtp' ? aNumber(value) : null) },
    },
  });

export type ChannelForm = ReturnType<typeof useChannelForm>;
