import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The browser's part: `index.html` → `dist/`. `#…` imports are the package's own and need no alias. */
export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2024', cssCodeSplit: true, reportCompressedSize: true },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:4300' } },
});
