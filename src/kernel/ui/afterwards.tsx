import '@mantine/notifications/styles.layer.css';
import { ModalsProvider, modals } from '@mantine/modals';
import { Notifications, notifications } from '@mantine/notifications';
import { words } from './words.ts';

/** Toasts and questions: fetched after the first page stands, since nobody needs them before. */
const Afterwards = () => (
  <>
    {/* more than toast.tsx lets stand, so that none waits for another */}
    <Notifications position="bottom-right" limit={6} containerWidth={400} transitionDuration={150} />
    <ModalsProvider labels={{ confirm: words.save, cancel: words.cancel }}>{null}</ModalsProvider>
  </>
);
export default Afterwards;

export { modals, notifications };
