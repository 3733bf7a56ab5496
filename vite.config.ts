import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = process.env.PUBLIC_URL ?? 'http://localhost:4300';

/**
 * The browser's part: `index.html` → `dist/`, and the one script of public pages beside it, under a name that the server
 * knows. `#…` imports are the package's own and need no alias.
 */
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2024',
    cssCodeSplit: true,
    reportCompressedSize: true,
    rollupOptions: {
      input: { index: 'index.html', effort: 'src/app/public-pages/effort-page.ts' },
      output: { entryFileNames: ({ name }) => (name === 'effort' ? 'assets/effort.js' : 'assets/[name]-[hash].js') },
    },
  },
  // The server takes changes only from its own pages, so the proxy speaks as one of them.
  server: { port: 5173, proxy: { '/api': { target: SERVER, headers: { origin: SERVER } } } },
});
