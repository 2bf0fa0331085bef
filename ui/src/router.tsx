import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { Gate } from './api/session.tsx';
import { Toasts } from './components/Toasts.tsx';
import { Evidence, TABS, type Tab } from './pages/Evidence.tsx';
import { Queue } from './pages/Queue.tsx';
import { Shell } from './pages/Shell.tsx';
import { SignIn } from './pages/SignIn.tsx';

const root = createRootRoute({
  component: () => (
    <Toasts>
      <Outlet />
    </Toasts>
  ),
  notFoundComponent: () => <p className="page">There is nothing here.</p>,
});

/** Everything that needs somebody to be signed in. */
const staff = createRoute({
  getParentRoute: () => root,
  id: 'staff',
  component: () => (
    <Gate otherwise={<SignIn />}>
      <Shell />
    </Gate>
  ),
});

const queue = createRoute({ getParentRoute: () => staff, path: '/', component: Queue });

interface EvidenceSearch {
  tab?: Tab;
  path?: string;
  line?: number;
  layer?: string;
}

const evidence = createRoute({
  getParentRoute: () => staff,
  path: '/distributions/$sha256',
  component: Evidence,
  validateSearch: (search: Record<string, unknown>): EvidenceSearch => {
    const { tab, path, line, layer } = search;
    return {
      ...(TABS.includes(tab as Tab) ? { tab: tab as Tab } : {}),
      ...(typeof path === 'string' ? { path } : {}),
      ...(typeof line === 'number' ? { line } : {}),
      ...(typeof layer === 'string' ? { layer } : {}),
    };
  },
});

const compare = createRoute({
  getParentRoute: () => staff,
  path: '/compare',
  component: lazyRouteComponent(() => import('./pages/Compare.tsx'), 'Compare'),
  validateSearch: ({ left, right, path }: Record<string, unknown>) => ({
    left: String(left ?? ''),
    right: String(right ?? ''),
    ...(typeof path === 'string' ? { path } : {}),
  }),
});

const appeals = createRoute({
  getParentRoute: () => staff,
  path: '/appeals',
  component: lazyRouteComponent(() => import('./pages/Appeals.tsx'), 'Appeals'),
});

const suppressions = createRoute({
  getParentRoute: () => staff,
  path: '/suppressions',
  component: lazyRouteComponent(() => import('./pages/Suppressions.tsx'), 'Suppressions'),
});

const dashboard = createRoute({
  getParentRoute: () => staff,
  path: '/dashboard',
  component: lazyRouteComponent(() => import('./pages/Dashboard.tsx'), 'Dashboard'),
});

const account = createRoute({
  getParentRoute: () => staff,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/Account.tsx'), 'Account'),
});

const accounts = createRoute({
  getParentRoute: () => staff,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./pages/Accounts.tsx'), 'Accounts'),
});

/** For uploaders: nobody needs to be signed in. */
const authorCase = createRoute({
  getParentRoute: () => root,
  path: '/case/$reference',
  component: lazyRouteComponent(() => import('./pages/Case.tsx'), 'CasePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    staff.addChildren([queue, evidence, compare, appeals, suppressions, dashboard, account, accounts]),
    authorCase,
  ]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
