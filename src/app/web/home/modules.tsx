import {
  BookCheck,
  Building2,
  CalendarSync,
  ClipboardList,
  FileText,
  FlaskConical,
  House,
  Inbox,
  type LucideIcon,
  MessagesSquare,
  Network,
  PencilRuler,
  Send,
  Settings,
  ShieldCheck,
  UserRoundPlus,
  Users,
  Wallet,
  Workflow,
  Zap,
} from 'lucide-react';
import type { Act } from '#kernel/access/roles/model.ts';
import { can, reads, SIGNED_IN } from '#kernel/access/roles/rules.ts';
import type { ModuleLink } from '#kernel/ui/frame/frame.tsx';
import { useWho } from '../me/me.ts';
import { useHasPage } from './places.ts';
import { words } from './words.ts';

interface Module {
  id: keyof typeof words.modules;
  icon: LucideIcon;
  to: string;
  letter: string;
  /** What one must be allowed to see it. */
  needs: Act;
  section?: keyof typeof words.sections;
}

/** Every place of the rail: first what comes in, then glossary order (IN-2, PE-1, FL-11, CO-1). */
const MODULES: readonly Module[] = [
  { id: 'home', icon: House, to: '/', letter: 'h', needs: SIGNED_IN },
  { id: 'inbox', icon: Inbox, to: '/inbox', letter: 'i', needs: reads('inbox') },
  { id: 'my_work', icon: ClipboardList, to: '/my-work', letter: 'm', needs: reads('workflows') },
  { id: 'conversations', icon: MessagesSquare, to: '/conversations', letter: 'v', needs: reads('inbox') },
  { id: 'outbox', icon: Send, to: '/outbox', letter: 'o', needs: reads('inbox') },
  { id: 'prospects', icon: UserRoundPlus, to: '/prospects', letter: 'p', needs: reads('people'), section: 'people' },
  { id: 'clients', icon: Building2, to: '/clients', letter: 'c', needs: reads('people'), section: 'people' },
  {
    id: 'employees',
    icon: Users,
    to: '/employees',
    letter: 'e',
    needs: reads('people', 'employees.read'),
    section: 'people',
  },
  {
    id: 'authorizations',
    icon: ShieldCheck,
    to: '/authorizations',
    letter: 'a',
    needs: reads('people'),
    section: 'people',
  },
  {
    id: 'workflows',
    icon: PencilRuler,
    to: '/workflows',
    letter: 'w',
    needs: reads('workflows'),
    section: 'workflows',
  },
  { id: 'runs', icon: Workflow, to: '/runs', letter: 'r', needs: reads('workflows'), section: 'workflows' },
  {
    id: 'cadences',
    icon: CalendarSync,
    to: '/cadences',
    letter: 'y',
    needs: reads('workflows'),
    section: 'workflows',
  },
  {
    id: 'triggers',
    icon: Zap,
    to: '/workflows/triggers',
    letter: 't',
    needs: reads('workflows'),
    section: 'workflows',
  },
  { id: 'collections', icon: Wallet, to: '/collections', letter: 'l', needs: reads('collections'), section: 'money' },
  { id: 'jobs', icon: Network, to: '/jobs', letter: 'j', needs: reads('jobs'), section: 'money' },
  { id: 'flows', icon: BookCheck, to: '/flows', letter: 'f', needs: reads('flows'), section: 'money' },
  { id: 'documents', icon: FileText, to: '/documents', letter: 'd', needs: reads('documents'), section: 'money' },
  {
    id: 'sandbox',
    icon: FlaskConical,
    to: '/sandbox',
    letter: 'x',
    needs: { ...SIGNED_IN, ability: 'sandbox.use' },
    section: 'practice',
  },
  { id: 'settings', icon: Settings, to: '/settings', letter: 's', needs: SIGNED_IN, section: 'practice' },
];

/** The modules this member may see and that have a page here, with their open work where it is known. */
export const useModules = (counts: Readonly<Record<string, number | undefined>> = {}): ModuleLink[] => {
  const has = useHasPage();
  const who = useWho();
  return MODULES.filter(({ to, needs }) => has(to) && !can(who, needs)).map(
    ({ id, icon: Icon, to, letter, section }) => ({
      id,
      label: words.modules[id],
      icon: <Icon />,
      to,
      letter,
      count: counts[id],
      ...(section ? { section: words.sections[section] } : {}),
    }),
  );
};
