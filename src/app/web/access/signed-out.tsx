import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { onSignedOut } from '#kernel/ui/client.ts';
import { askAgain, queryClient } from '#kernel/ui/query.ts';
import { type Me, meQuery } from '../me/me.ts';
import { SignInSteps } from './sign-in-steps.tsx';
import { words } from './words.ts';
import './access.css';

/** When a session ends under somebody's hands: they sign in over the page, which stays as it is with all they typed. */
export const SignedOut = ({ me }: { me: Me }) => {
  const [out, setOut] = useState(false);
  useEffect(() => onSignedOut(() => setOut(true)), []);
  const back = async () => {
    const now = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    // another person or practice must not find this one's page
    if (now.member?.id !== me.member?.id) return window.location.assign('/');
    setOut(false);
    await askAgain();
  };
  return (
    <Modal opened={out} onClose={() => undefined} title={words.out_title} size={400} withCloseButton={false}>
      <SignInSteps
        email={me.member?.email}
        practice_id={me.practice.id}
        done={back}
        frame={(face, first) => (
          <div className="out">
            <p className="quiet">{face.lead ?? (first ? words.out_text : undefined)}</p>
            {face.body}
            <div className="open-foot">
              {face.foot ?? (
                <a href="/sign-in" className="plain-act">
                  {words.out_other}
                </a>
              )}
            </div>
          </div>
        )}
      />
    </Modal>
  );
};
