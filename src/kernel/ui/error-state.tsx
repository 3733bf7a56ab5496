import { Button } from '@mantine/core';
import { sentenceOf } from './client.ts';
import { words } from './words.ts';
import './small.css';

/** What happened and what to do. @example <ErrorState fault={error} retry={refetch} /> */
export const ErrorState = ({ fault, retry }: { fault: unknown; retry?: () => void }) => (
  <div className="fault" role="alert">
    <h2>{words.not_loaded}</h2>
    <p>{sentenceOf(fault)}</p>
    {retry && (
      <Button variant="default" onClick={retry}>
        {words.try_again}
      </Button>
    )}
  </div>
);
