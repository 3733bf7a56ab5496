import { z } from 'zod';
import { canonical } from '#ground/json.ts';
import type { Json } from '#kernel/decision/model.ts';
import { fieldsInOrder } from './order.ts';

/**
 * A value of a schema as it is written down: fields in their fixed order, and without what the schema would fill in by itself
 * (WF-160). The schema read again gives the same value. Undefined when nothing is left to write.
 */
export const slim = (schema: z.ZodType, value: Json | undefined): Json | undefined => {
  if (value === undefined) return undefined;
  if (schema instanceof z.ZodOptional) return slim(schema.unwrap() as z.ZodType, value);
  if (schema instanceof z.ZodDefault) {
    return canonical(value) === canonical(schema.def.defaultValue) ? undefined : slim(inner(schema), value);
  }
  if (schema instanceof z.ZodPrefault) {
    const left = slim(inner(schema), value);
    return canonical(left) === canonical(schema.def.defaultValue) ? undefined : left;
  }
  if (schema instanceof z.ZodLazy) return slim(schema.unwrap() as z.ZodType, value);
  if (schema instanceof z.ZodUnion) return slim(chosen(schema, value), value);
  if (Array.isArray(value)) {
    const element = schema instanceof z.ZodArray ? (schema.element as z.ZodType) : z.unknown();
    return value.map((one) => slim(element, one) ?? null);
  }
  if (schema instanceof z.ZodRecord) return slimRecord(schema.valueType as z.ZodType, value as Record<string, Json>);
  if (schema instanceof z.ZodObject) return slimObject(schema.shape as Shape, value as Record<string, Json>);
  return value;
};

type Shape = Readonly<Record<string, z.ZodType>>;

const slimObject = (shape: Shape, value: Readonly<Record<string, Json>>): Json => {
  const fields = fieldsInOrder(shape).map((field) => [field, slim(shape[field]!, value[field])] as const);
  return Object.fromEntries(fields.filter(([, left]) => left !== undefined)) as Json;
};

/** Names that people chose stand by their letters: a database keeps no order of them. */
const slimRecord = (schema: z.ZodType, value: Readonly<Record<string, Json>>): Json =>
  Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, slim(schema, value[name]) ?? null]),
  );

const inner = (schema: z.ZodDefault | z.ZodPrefault): z.ZodType => schema.unwrap() as z.ZodType;

/** The first way of a union that takes the value; a value of none is written as it is. */
const chosen = (schema: z.ZodUnion, value: Json): z.ZodType =>
  (schema.options as z.ZodType[]).find((option) => option.safeParse(value).success) ?? z.unknown();
