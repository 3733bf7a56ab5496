import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api } from '#kernel/ui/client.ts';
import { Go, useGo } from '#kernel/ui/go.tsx';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { ActForm } from './act-form.tsx';
import { type Begun, forgetAnswers, owesCode, ownAddress, tokenOfAddress, wayIn } from './begun.ts';
import { OpenPage } from './open-page.tsx';
import { SignInSteps } from './sign-in-steps.tsx';
import { words } from './words.ts';

/** `/sign-in?to=/clients`; with a token behind the # it is a link that signs in once (PL-45). */
export default function SignIn() {
  const { read } = useSearchText();
  const go = useGo();
  const [token, setToken] = useState(tokenOfAddress);
  const to = ownAddress(read('to'));
  const done = (begun: Begun) => {
    forgetAnswers();
    go(wayIn(begun, to));
  };
  if (token) return <ByLink token={token} done={done} toPassword={() => setToken('')} />;
  return (
    <SignInSteps
      done={done}
      frame={(face, first) => (
        <OpenPage
          title={face.title}
          lead={face.lead ?? (first && to !== '/' ? words.came_back : words.sign_in_lead)}
          foot={
            face.foot ?? (
              <Go to="/reset" className="plain-act">
                {words.forgot}
              </Go>
            )
          }
        >
          {face.body}
        </OpenPage>
      )}
    />
  );
}

interface ByLinkProps {
  token: string;
  done: (begun: Begun) => void;
  toPassword: () => void;
}

const ByLink = ({ token, done, toPassword }: ByLinkProps) => {
  const form = useForm({ initialValues: {} });
  const [owed, setOwed] = useState(false);
  const submit = async () => {
    const begun = await api.post<Begun>('/session/link', { token });
    if (owesCode(begun)) setOwed(true);
    else done(begun);
  };
  if (owed)
    return (
      <SignInSteps
        owed
        done={done}
        frame={(face) => (
          <OpenPage title={face.title} lead={face.lead} foot={face.foot}>
            {face.body}
          </OpenPage>
        )}
      />
    );
  return (
    <OpenPage title={words.by_link_title} lead={words.by_link_lead}>
      <ActForm
        form={form}
        verb={words.by_link}
        submit={submit}
        beside={
          <Button variant="subtle" onClick={toPassword}>
            {words.to_sign_in}
          </Button>
        }
      >
        {null}
      </ActForm>
    </OpenPage>
  );
};
