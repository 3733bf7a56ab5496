import { useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { KeyList } from '../settings/keys/list.tsx';
import { KeySheet } from '../settings/keys/sheet.tsx';
import { words as keyWords } from '../settings/keys/words.ts';
import { Factors } from './factors-part.tsx';
import { FeedsPart } from './feeds-part.tsx';
import { NewsPart } from './news-part.tsx';
import { Profile } from './profile.tsx';
import { SessionsPart } from './sessions-part.tsx';
import { SignaturePart } from './signature-part.tsx';
import { words } from './words.ts';
import './me.css';
import '../settings/settings.css';

/** `/me`: one's own profile, ways of signing in, sessions, calendar feeds and keys (PL-41, PL-42, PL-44, CA-61). */
export default function MyPage() {
  const [making, setMaking] = useState(false);
  const make: Act = { id: 'make', label: keyWords.make, run: () => setMaking(true) };
  return (
    <div className="settings-page own-page">
      <Place title={words.title} />
      <Profile />
      <SignaturePart />
      <NewsPart />
      <Factors />
      <FeedsPart />
      <SessionsPart />
      <section className="settings-part">
        <header className="own-head">
          <div>
            <h2>{words.keys}</h2>
            <p className="quiet">{keyWords.mine_text}</p>
          </div>
          <ActButton act={make} />
        </header>
        <KeyList of="mine" inline make={make} />
      </section>
      {making && <KeySheet close={() => setMaking(false)} services={false} />}
    </div>
  );
}
