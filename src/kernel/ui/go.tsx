import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent, Ref } from 'react';
import { useCallback } from 'react';

/** Goes to an address of ours, with its filters: go('/clients?status=active'). */
export const useGo = (): ((to: string) => void) => {
  const router = useRouter();
  return useCallback((to: string) => router.history.push(to), [router]);
};

const own = (event: MouseEvent): boolean =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented);

interface GoProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  to: string;
  ref?: Ref<HTMLAnchorElement>;
}

/** A link inside Tickmark: a real anchor, so it opens in a tab as well; its page is fetched on hover. */
export const Go = ({ to, onClick, ref, ...rest }: GoProps) => {
  const router = useRouter();
  const preload = () => void router.preloadRoute({ to: to.split('?')[0] ?? to }).catch(() => undefined);
  return (
    <a
      {...rest}
      ref={ref}
      href={to}
      onPointerEnter={preload}
      onClick={(event) => {
        onClick?.(event);
        if (!own(event)) return;
        event.preventDefault();
        router.history.push(to);
      }}
    />
  );
};
