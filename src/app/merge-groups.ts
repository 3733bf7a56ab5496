import { PERSON_GROUPS } from '#messages/fields/groups.ts';
import type { FieldGroup } from '#messages/fields/model.ts';
import { RUN_GROUPS } from '#workflows/definitions/field-groups.ts';

/** Every merge field of the house; a part that brings its own adds a line (ME-88). */
export const MERGE_GROUPS: readonly FieldGroup[] = [...PERSON_GROUPS, ...RUN_GROUPS];
