import './small.css';

interface ProgressBarProps {
  label: string;
  /** Left out while nobody can know: then the bar only says that it goes on. */
  value?: number;
  of?: number;
  /** Only the bar; the words are read out all the same. */
  bare?: boolean;
}

/** How far something has come, with its numbers. @example <ProgressBar label="Steps done" value={4} of={9} /> */
export const ProgressBar = ({ label, value, of = 0, bare }: ProgressBarProps) => {
  const share = value !== undefined && of > 0 ? Math.min(1, value / of) : 0;
  const known = value !== undefined;
  return (
    <div className="progress">
      {!bare && (
        <div className="progress-words">
          <span>{label}</span>
          {known && (
            <span className="tabular quiet">
              {value.toLocaleString('en')} of {of.toLocaleString('en')}
            </span>
          )}
        </div>
      )}
      <div
        className="progress-track"
        role="progressbar"
        aria-label={label}
        {...(known ? { 'aria-valuemin': 0, 'aria-valuemax': of, 'aria-valuenow': value } : { 'data-unknown': '' })}
      >
        <div className="progress-bar" {...(known ? { style: { transform: `scaleX(${share})` } } : {})} />
      </div>
    </div>
  );
};
