import type { Who } from '#kernel/decision/model.ts';
import type { Content } from './content.ts';
import type { Finding } from './finding.ts';

/**
 * Runs the cases of a draft and answers those that fail, as errors of the check list (WF-165). `D` is where work is done (the
 * kernel's desk), so that the port stays pure.
 */
export type FailingCases<D> = (desk: D, who: Who, workflow: { key: string; content: Content }) => Promise<Finding[]>;
