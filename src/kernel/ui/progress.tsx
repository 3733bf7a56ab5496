import './small.css';

interface ProgressBarProps {
  label: string;
  value: number;
  of: number;
  /** Only the bar; the words are read out all the same. */
  bare?: boolean;
}

/** How far something has come, with its numbers. @example <ProgressBar label="Steps done" value={4} of={9} /> */
export const ProgressBar = ({ label, value, of, bare }: ProgressBarProps) => {
  const share = of > 0 ? Math.min(1, value / of) : 0;
  return (
    <div className="progress">
      {!bare && (
        <div className="progress-words">
          <span>{label}</span>
          <span className="tabular quiet">
            {value.toLocaleString('en')} of {of.toLocaleString('en')}
          </span>
        </div>
      )}
      <div
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={of}
        aria-valuenow={value}
      >
        <div className="progress-bar" style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  );
};
