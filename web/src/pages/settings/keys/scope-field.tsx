import { useId } from 'react'
import { SCOPES, type Scope } from './scopes'

interface ScopeFieldProps {
  scopes: Scope[]
  onChange: (scopes: Scope[]) => void
  error: string | undefined
}

export function ScopeField({ scopes, onChange, error }: ScopeFieldProps) {
  const id = useId()
  return (
    <fieldset className="grid gap-2.5" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-2 text-sm font-semibold">What it may do</legend>
      {SCOPES.map(({ scope, label, meaning }) => (
        <div key={scope} className="grid grid-cols-[auto_1fr] items-baseline gap-x-3">
          <input
            id={`${id}-${scope}`}
            type="checkbox"
            aria-describedby={`${id}-${scope}-meaning`}
            checked={scopes.includes(scope)}
            onChange={({ target }) =>
              onChange(target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
            }
            className="size-4 translate-y-0.5 cursor-pointer accent-accent"
          />
          <label htmlFor={`${id}-${scope}`} className="cursor-pointer text-sm font-semibold">
            {label}
          </label>
          <p id={`${id}-${scope}-meaning`} className="col-start-2 text-sm text-ink-muted">
            {meaning}
          </p>
        </div>
      ))}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm font-medium text-danger first-letter:uppercase">
          {error}
        </p>
      )}
    </fieldset>
  )
}
