import { useEffect, useRef } from 'react';

/** Where the focus was before a question opened: it goes back there when the question is gone, unless it went elsewhere. */
export const useFocusBack = (): void => {
  const before = useRef(document.activeElement);
  useEffect(() => {
    const origin = before.current;
    return () => {
      requestAnimationFrame(() => {
        const lost = document.activeElement === document.body || document.activeElement === null;
        if (lost && origin instanceof HTMLElement && origin.isConnected) origin.focus();
      });
    };
  }, []);
};
