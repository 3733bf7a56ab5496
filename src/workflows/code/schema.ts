import { z } from 'zod';
import { PARAMS } from '#workflows/definitions/actions.ts';
import { SCHEMA, workflowFile } from './model.ts';

/** The JSON Schema of a workflow file, for editors and other programs (WF-160); actions say what each of them needs. */
export const fileSchema = (): Record<string, unknown> => {
  const schema = z.toJSONSchema(workflowFile, { io: 'input' });
  const params = Object.entries(PARAMS).map(([action, shape]) => {
    const { $schema: _, ...inside } = z.toJSONSchema(shape, { io: 'input' });
    return [action, inside];
  });
  return { ...schema, $id: SCHEMA, title: 'Tickmark workflow', 'x-params': Object.fromEntries(params) };
};
