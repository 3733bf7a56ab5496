import { SEGMENTS_AT_MOST, SEGMENTS_TO_WARN, type SmsLength } from '#messages/fields/sms.ts';
import './templates.css';
import { words } from './words.ts';

/** How long a text message is, and what that means (ME-28). */
export const SmsCount = ({ length, before }: { length: SmsLength; before?: boolean }) => {
  const { units, segments, alphabet } = length;
  const warning =
    segments > SEGMENTS_AT_MOST ? words.too_many_segments : segments > SEGMENTS_TO_WARN ? words.many_segments : null;
  return (
    <p className="sms-count tabular" data-bad={warning ? true : undefined}>
      {words.segments(units, segments, alphabet)}
      {before && `, ${words.before_fields}`}
      {warning && ` – ${warning}`}
    </p>
  );
};
