import { Suspense } from 'react'
import { Outlet, useMatch, useNavigation } from 'react-router'
import { ProblemNotice } from '@/components/problem-notice'
import { cn } from '@/lib/cn'
import { useMe } from './me'
import { TopBar } from './top-bar'
import { UnverifiedNotice } from './unverified-notice'

/** The signed-in part. Chat fills the window and scrolls inside; every other page scrolls as a page. */
export function AppShell() {
  const me = useMe()
  const fill = useMatch('/bots/:botId/chat/*') !== null
  const busy = useNavigation().state !== 'idle'

  // What could not be asked again is still known: the page stays, with all that is typed in it.
  if (me.isError && !me.data && me.error.status !== 401) {
    return (
      <main className="mx-auto grid min-h-dvh max-w-md place-items-center p-6">
        <ProblemNotice error={me.error} onRetry={() => me.refetch()} className="w-full" />
      </main>
    )
  }
  if (!me.data) {
    return <div role="status" aria-label="Loading" className="min-h-dvh" />
  }
  return (
    <div className={cn('flex flex-col', fill ? 'h-dvh overflow-hidden' : 'min-h-dvh')}>
      <a
        href="#main"
        className="sr-only z-50 rounded-lg bg-accent px-4 py-2 font-semibold text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <TopBar user={me.data} />
      <UnverifiedNotice user={me.data} />
      <div
        aria-hidden
        className={cn(
          'h-0.5 -mt-0.5 bg-accent transition-opacity duration-300',
          busy ? 'animate-pulse opacity-100' : 'opacity-0',
        )}
      />
      <main id="main" tabIndex={-1} className={cn('flex grow flex-col outline-none', fill && 'min-h-0')}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}
