import { PersonPage } from './person-page.tsx';

/** `/prospects/$id`. */
export default function ProspectPage() {
  return <PersonPage kind="prospect" />;
}
