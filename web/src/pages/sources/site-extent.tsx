import { Field, Input } from '@/components/ui/field'
import { grouped } from '@/lib/format'

interface SiteExtentProps {
  scope: string | undefined
  depth: string
  pages: string
  most: { depth: number; pages: number }
  /** Undefined when nobody knows it here. */
  plan: string | undefined
  onChange: (changed: { depth?: string; pages?: string }) => void
  error: string | undefined
}

/** How far a site is read, and what is left out. */
export function SiteExtent({ scope, depth, pages, most, plan, onChange, error }: SiteExtentProps) {
  const allowed = (number: number, limited: number) =>
    plan && number < limited ? ` The plan ${plan} allows ${grouped(number)}.` : ''
  return (
    <fieldset className="grid gap-4 rounded-xl bg-sunken p-4">
      <legend className="sr-only">How far the site is read</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Links deep"
          hint={`1: the pages that it links to. 2: also those that these link to.${allowed(most.depth, 100)}`}
        >
          <Input
            type="number"
            required
            min={1}
            max={most.depth}
            value={depth}
            onChange={(event) => onChange({ depth: event.target.value })}
          />
        </Field>
        <Field label="Pages at the most" hint={`The nearest ones come first.${allowed(most.pages, 100_000)}`}>
          <Input
            type="number"
            required
            min={1}
            max={most.pages}
            value={pages}
            onChange={(event) => onChange({ pages: event.target.value })}
          />
        </Field>
      </div>
      {error && <p className="text-sm font-medium text-danger first-letter:uppercase">{error}</p>}
      <ul className="grid list-disc gap-1 pl-5 text-sm text-ink-muted">
        <li>
          {scope ? (
            <>
              Read are pages whose address begins with <strong className="break-all text-ink">{scope}</strong>
            </>
          ) : (
            'Read are pages in the same folder of the site, and below it.'
          )}
        </li>
        <li>
          What the site closes to programs (in its file robots.txt) is left out, and so is what needs a login. You see
          afterwards which pages that are.
        </li>
        <li>Pages are fetched one by one, about one each second, so as not to burden the site.</li>
      </ul>
    </fieldset>
  )
}
