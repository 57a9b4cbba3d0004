import { Link } from 'react-router'
import { Logo } from '@/components/logo'
import { Button } from '@/components/ui/button'

export function NotFoundPage() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center p-6">
      <title>Not found · ChatForge</title>
      <Link to="/bots" className="self-start rounded-lg">
        <Logo />
      </Link>
      <h1 className="mt-12 text-4xl leading-[1.3] font-bold sm:text-5xl sm:leading-[1.3]">
        Nothing is written on <span className="highlighter animate-sweep py-0!">this page</span>.
      </h1>
      <p className="mt-5 text-lg text-ink-muted">The address may be mistyped, or what was here has been deleted.</p>
      <Button asChild size="lg" className="mt-8 self-start">
        <Link to="/bots">Go to your bots</Link>
      </Button>
    </main>
  )
}
