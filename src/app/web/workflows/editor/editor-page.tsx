import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api } from '#kernel/ui/client.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import type { Content } from '#workflows/definitions/content.ts';
import { useFacts, WORKFLOWS } from '../data.ts';
import type { WorkflowDetail } from '../facts.ts';
import WorkflowPage from '../workflow-page.tsx';
import { Editor } from './editor.tsx';

/** `/workflows/$id/edit`: the draft of a workflow. Who may not design it reads it instead (WF-19). */
export default function EditorPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const facts = useFacts();
  // never from the cache: an old draft would be refused at the first save
  const workflow = useQuery({
    queryKey: ['edit', id],
    queryFn: ({ signal }) => api.get<WorkflowDetail>(`${WORKFLOWS}/${id}`, {}, { signal }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const fault = workflow.error ?? facts.error;
  if (fault) return <ErrorState fault={fault} retry={() => void Promise.all([workflow.refetch(), facts.refetch()])} />;
  if (!workflow.data || !facts.data) return <PageSkeleton />;
  const { may_design, archived_at, content } = workflow.data;
  if (!may_design || archived_at || !content) return <WorkflowPage />;
  return <Editor key={id} opened={workflow.data as WorkflowDetail & { content: Content }} facts={facts.data} />;
}
