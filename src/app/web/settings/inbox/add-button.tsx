import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';

interface AddButtonProps {
  label: string;
  why_not: string | undefined;
  add: () => void;
}

/** Beneath a list of settings: opens the sheet that adds one to it. */
export const AddButton = ({ label, why_not, add }: AddButtonProps) => (
  <Button
    variant="default"
    leftSection={<Plus aria-hidden size={16} />}
    disabled={!!why_not}
    title={why_not}
    onClick={add}
  >
    {label}
  </Button>
);
