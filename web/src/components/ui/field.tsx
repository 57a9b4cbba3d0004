import { type ComponentProps, createContext, type ReactNode, use, useId } from 'react'
import { cn } from '@/lib/cn'

interface Ids {
  control: string
  describedBy: string | undefined
  invalid: boolean
}

const FieldContext = createContext<Ids | undefined>(undefined)

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  aside?: ReactNode
  className?: string
  children: ReactNode
}

/** A labelled control with its hint and its error, tied together for assistive technology. */
export function Field({ label, hint, error, aside, className, children }: FieldProps) {
  const id = useId()
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  return (
    <FieldContext value={{ control: id, describedBy, invalid: error !== undefined }}>
      <div className={cn('grid gap-1.5', className)}>
        <div className="flex items-baseline justify-between gap-4">
          <label htmlFor={id} className="text-sm font-semibold">
            {label}
          </label>
          {aside}
        </div>
        {children}
        {error && (
          <p id={`${id}-error`} className="text-sm font-medium text-danger first-letter:uppercase">
            {error}
          </p>
        )}
        {hint && (
          <p id={`${id}-hint`} className="text-sm text-ink-muted">
            {hint}
          </p>
        )}
      </div>
    </FieldContext>
  )
}

export function useFieldProps() {
  const field = use(FieldContext)
  return {
    id: field?.control,
    'aria-describedby': field?.describedBy,
    'aria-invalid': field?.invalid || undefined,
  }
}

const control = cn(
  'w-full rounded-lg border border-line-strong bg-surface px-3.5 text-ink placeholder:text-ink-faint',
  'transition-[border-color,box-shadow] duration-150 hover:border-ink-faint',
  'focus-visible:border-accent-ink focus-visible:outline-3 focus-visible:outline-offset-0 focus-visible:outline-accent-ink/20 focus-visible:rounded-lg',
  'aria-invalid:border-danger disabled:opacity-60',
)

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...useFieldProps()} className={cn(control, 'h-10.5', className)} {...props} />
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...useFieldProps()}
      className={cn(control, 'field-sizing-content min-h-24 resize-y py-2.5 leading-relaxed', className)}
      {...props}
    />
  )
}
