import { FileUp } from 'lucide-react';
import type { Act } from '#kernel/ui/act.ts';
import { type ImportKind, importableBy, mayImport } from '#people/fields/import-rights.ts';
import { useWho } from '../../me/me.ts';
import { newImport } from './data.ts';
import { words } from './words.ts';

/** The way from a list of records to a file of them; nothing for those who may not import them (PE-80). */
export const useImportActs = (kind: ImportKind): Act[] => {
  const who = useWho();
  return mayImport[kind](who) === null
    ? [{ id: 'import', label: words.import_file, icon: <FileUp />, to: newImport(kind) }]
    : [];
};

/** The kinds whoever is here may import. */
export const useImportKinds = (): ImportKind[] => importableBy(useWho());
