import type { Act } from '#kernel/access/roles/model.ts';
import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Refusal, Who } from '#kernel/decision/model.ts';
import type { TemplateModule } from './model.ts';

/** Templates of collections are the collections' designers' own; others belong to who may write their part (ME-1). */
const writeAct = (module: TemplateModule): Act =>
  module === 'collections' ? writes('collections', 'collections.design') : writes(module);

/** A template is assigned to nobody, so whoever changes only what is assigned to them writes none. */
export const mayWrite = (who: Who, module: TemplateModule): Refusal | null =>
  can(who, writeAct(module), { assigned_to: [] });

export const maySee = (who: Who, module: TemplateModule): Refusal | null =>
  module === 'collections' ? mayWrite(who, module) : can(who, reads(module));
