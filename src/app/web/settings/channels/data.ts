import type { Finding } from '#messages/channels/findings.ts';
import type { ChannelRow } from '#messages/channels/model.ts';

/** `GET /channels`: a channel as it is set up; its secret never comes back (ME-78). */
export type Channel = Omit<ChannelRow, 'id'>;

/** What a check answers. */
export interface Check {
  ok: boolean;
  to: string | null;
  findings: Finding[];
}

export const CHANNELS = '/channels';
