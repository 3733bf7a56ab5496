import { Button, Modal } from '@mantine/core';
import type { Content } from '#messages/templates/model.ts';
import { Difference } from './difference-lines.tsx';
import { words } from './words.ts';
import '#kernel/ui/form/form.css';

export interface Clash {
  sentence: string;
  newest: number;
  theirs: Content | null;
}

interface ConflictProps {
  clash: Clash;
  mine: Content;
  takeTheirs: () => void;
  keepMine: () => void;
}

/** Two members wrote one template: both texts are here, and neither is lost before one of them is chosen (ME-6). */
export const ConflictSheet = ({ clash, mine, takeTheirs, keepMine }: ConflictProps) => (
  <Modal opened onClose={() => undefined} withCloseButton={false} title={words.conflict_title} size={720}>
    <p>{clash.sentence}</p>
    <p className="caption">
      {words.theirs} → {words.yours}
    </p>
    <Difference before={clash.theirs} after={mine} />
    <div className="dialog-acts">
      <Button variant="default" onClick={takeTheirs}>
        {words.take_theirs}
      </Button>
      <Button data-autofocus onClick={keepMine}>
        {words.keep_yours}
      </Button>
    </div>
  </Modal>
);
