import { Outlet } from '@tanstack/react-router';
import { Frame } from '#kernel/ui/frame/frame.tsx';

export const FramedPages = () => (
  <Frame practice={{ name: 'Tickmark' }} modules={[]} member={{ name: '', detail: '', sign_out: () => undefined }}>
    <Outlet />
  </Frame>
);
