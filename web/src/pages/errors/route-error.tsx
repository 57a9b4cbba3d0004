import { useEffect } from 'react'
import { useRouteError } from 'react-router'
import { asProblem } from '@/api/problem'
import { ProblemNotice } from '@/components/problem-notice'
import { Button } from '@/components/ui/button'

/** The last net: a page that failed to load or to draw. A new release makes old page files vanish, so: reload. */
export function RouteError() {
  const error = useRouteError()
  const offline = asProblem(error).code === 'network'
  useReloadWhenBack(offline)
  return (
    <div className="mx-auto flex min-h-[70dvh] max-w-lg flex-col justify-center gap-6 p-6">
      <title>Something went wrong · ChatForge</title>
      <h1 className="font-bold text-3xl">{offline ? 'ChatForge is out of reach.' : 'This page stumbled.'}</h1>
      <ProblemNotice error={error} />
      {offline && <p className="text-ink-muted">The page comes back by itself as soon as the server answers.</p>}
      <div className="flex gap-3">
        <Button onClick={() => location.reload()}>Reload the page</Button>
        <Button variant="secondary" asChild>
          <a href="/bots">Go to your bots</a>
        </Button>
      </div>
    </div>
  )
}

/** A part of the page that could not be fetched is not asked for again by the browser: only a reload brings it. */
function useReloadWhenBack(waiting: boolean): void {
  useEffect(() => {
    if (!waiting) {
      return
    }
    const timer = setInterval(() => {
      fetch('/', { method: 'HEAD' }).then(
        ({ ok }) => ok && location.reload(),
        () => {},
      )
    }, 3_000)
    return () => clearInterval(timer)
  }, [waiting])
}
