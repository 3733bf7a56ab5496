import { Shield, ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import type { Checks, SenderVerdict } from '#inbox/items/model.ts';
import { words } from './mail-words.ts';
import './mail.css';

const SIGNS = { verified: ShieldCheck, unverified: Shield, failed: ShieldAlert, not_checked: ShieldQuestion } as const;

/** What the verdict rests on: «SPF pass, DKIM none, DMARC fail». */
const restsOn = (checks: Checks | null | undefined): string =>
  checks ? `SPF ${checks.spf}, DKIM ${checks.dkim}, DMARC ${checks.dmarc}` : '';

interface VerdictProps {
  verdict: SenderVerdict;
  checks?: Checks | null | undefined;
  /** With its word beside the sign. */
  worded?: boolean;
}

/** Whether a mail is from whom it says, as sign and word; what that rests on stands in the hint (IN-69). */
export const Verdict = ({ verdict, checks, worded = false }: VerdictProps) => {
  const Sign = SIGNS[verdict];
  const says = [words.verdicts[verdict], restsOn(checks)].filter(Boolean).join(' ');
  return (
    <span className="verdict" data-verdict={verdict} title={says}>
      <Sign aria-hidden />
      <span className={worded ? undefined : 'unseen'}>{words.verdict[verdict]}</span>
      <span className="unseen">{restsOn(checks)}</span>
    </span>
  );
};

/** Over a mail that is not from whom it says. */
export const FailedSender = ({ checks }: { checks?: Checks | null | undefined }) => (
  <p className="mail-failed" role="note">
    <ShieldAlert aria-hidden />
    <span>
      <strong>{words.failed_title}</strong> {words.failed_text}
      {checks && <span className="mail-checks">{restsOn(checks)}</span>}
    </span>
  </p>
);
