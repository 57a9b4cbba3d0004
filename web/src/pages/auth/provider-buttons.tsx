import { Button } from '@/components/ui/button'
import { useProviders } from './use-providers'

/** The other ways in, if the operator configured any. `next` is the page to come back to. */
export function ProviderButtons({ next }: { next: string }) {
  const providers = useProviders().data ?? []
  if (providers.length === 0) {
    return null
  }
  return (
    <>
      <div className="my-6 flex items-center gap-4 text-sm text-ink-faint">
        <span aria-hidden className="h-px grow bg-line" />
        or
        <span aria-hidden className="h-px grow bg-line" />
      </div>
      <ul className="grid gap-3">
        {providers.map(({ name, label }) => (
          <li key={name} className="grid">
            <Button variant="secondary" size="lg" asChild>
              <a href={`/api/auth/oauth/${name}?next=${encodeURIComponent(next)}`}>Continue with {label}</a>
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
