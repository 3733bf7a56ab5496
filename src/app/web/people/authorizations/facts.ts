import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { AuthorizationRow } from '#people/authorizations/lists.ts';
import type { AuthorizationLine } from '#people/authorizations/model.ts';
import type { ReferringRun } from '#people/authorizations/port.ts';
import type { Seam } from '#people/authorizations/status.ts';
import { words } from './words.ts';

export type { AuthorizationRow };

/** `GET /authorizations/{id}`. */
export interface AuthorizationDetail extends Omit<AuthorizationRow, 'line_count' | 'runs'> {
  lines: AuthorizationLine[];
  documents: Id[];
  ended: { on: PlainDate; by: string | null; reason: string | null } | null;
  allows: { planning: boolean; billing: boolean };
  replaced_by: Id | null;
  warnings: Seam[];
  renewal_from: PlainDate | null;
  runs: ReferringRun[];
}

/** What acts need to know, in a list or on the page. */
export type KnownAuthorization = Pick<
  AuthorizationRow,
  'id' | 'version' | 'kind' | 'number' | 'state' | 'status' | 'client' | 'ended_on'
>;

export const PLACE = '/authorizations';
export const pageOf = (id: Id): string => `${PLACE}/${id}`;

/** «Engagement 12-345», as it is called on its own page. Pure. */
export const nameOf = ({ kind, number }: Pick<KnownAuthorization, 'kind' | 'number'>): string =>
  words.name(kind, number);

/** «the engagement of Harbour Café», in sentences. Pure. */
export const namedFully = ({ kind, client }: Pick<KnownAuthorization, 'kind' | 'client'>): string =>
  words.named(kind, client.display_name);
