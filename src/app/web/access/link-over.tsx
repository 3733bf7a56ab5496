import { Go } from '#kernel/ui/go.tsx';
import { OpenPage } from './open-page.tsx';
import { words } from './words.ts';

/** One plain page for a link that was used, is old or was cut: it says what to do next (PL-45). */
export const LinkOver = ({ because }: { because?: string }) => (
  <OpenPage
    title={because ? words.link_over_title : words.link_missing_title}
    lead={because ?? words.link_missing}
    foot={
      <Go to="/sign-in" className="plain-act">
        {words.to_sign_in}
      </Go>
    }
  />
);
