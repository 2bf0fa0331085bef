import './styles/base.css';
import './styles/shell.css';
import './styles/queue.css';
import './styles/evidence.css';
import './styles/pages.css';
import './styles/accounts.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { applyTheme } from './components/theme.ts';
import { router } from './router.tsx';

applyTheme();
const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What the service refuses it refuses again.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
      refetchOnWindowFocus: false,
    },
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
