import { PersonPage } from './person-page.tsx';

/** `/clients/$id`. */
export default function ClientPage() {
  return <PersonPage kind="client" />;
}
