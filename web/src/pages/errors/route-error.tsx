import { useRouteError } from 'react-router'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'

/** The last net: a page that failed to load or to draw. A new release makes old page files vanish, so: reload. */
export function RouteError() {
  const error = useRouteError()
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center gap-6 p-6">
      <title>Something went wrong · ChatForge</title>
      <h1 className="text-3xl font-bold">This page stumbled.</h1>
      <ProblemNotice error={error} />
      <div className="flex gap-3">
        <Button onClick={() => location.reload()}>Reload the page</Button>
        <Button variant="secondary" asChild>
          <a href="/bots">Go to your bots</a>
        </Button>
      </div>
    </main>
  )
}
