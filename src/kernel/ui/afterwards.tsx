import '@mantine/notifications/styles.layer.css';
import { ModalsProvider, modals } from '@mantine/modals';
import { Notifications, notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { words } from './words.ts';

const drawn = Promise.withResolvers<void>();
/** Resolved once windows can be drawn: one that is opened before would be lost. */
export const standing = drawn.promise;

/** Toasts and questions: fetched after the first page stands, since nobody needs them before. */
const Afterwards = () => (
  <>
    {/* more than toast.tsx lets stand, so that none waits for another */}
    <Notifications position="bottom-right" limit={6} containerWidth={400} transitionDuration={150} />
    <ModalsProvider labels={{ confirm: words.save, cancel: words.cancel }}>{null}</ModalsProvider>
    <Standing />
  </>
);

/** After the provider, whose effects are thus done when this one's is. */
const Standing = () => {
  useEffect(drawn.resolve, []);
  return null;
};
export default Afterwards;

export { modals, notifications };
