import { X } from 'lucide-react'
import { createContext, type ReactNode, type RefObject, useEffect, useId, useRef, useSyncExternalStore } from 'react'
import { cn } from '@/lib/cn'
import { listeners } from '@/lib/listeners'
import { Button } from './button'

/** What a dialog is about; not the hidden inputs that forms get beside buttons which act as radio buttons. */
const FIRST = 'input:not([aria-hidden]), textarea, select, [role=radio][aria-checked=true], [data-initial-focus]'

/** Where menus of a dialog are to be: outside of it they would be behind it, and inert. */
export const DialogElement = createContext<RefObject<HTMLDialogElement | null> | undefined>(undefined)

let shown: HTMLDialogElement[] = []
const { subscribe, notify } = listeners()

function change(changed: HTMLDialogElement[]) {
  shown = changed
  notify()
}

/** The one outside of which nothing can be used. */
export function useTopDialog(): HTMLDialogElement | undefined {
  return useSyncExternalStore(subscribe, () => shown.at(-1))
}

interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  children: ReactNode
  /** `sheet` covers the screen from the side; `hidden` keeps the title for screen readers only. */
  shape?: 'card' | 'sheet'
  titleHidden?: boolean
  className?: string
}

/**
 * A modal on the platform's `dialog` element. It traps focus, closes on Escape and makes the page behind it inert
 * without the injected style element that Radix's scroll lock brings and the page's policy forbids.
 */
export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  shape = 'card',
  titleHidden,
  className,
}: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()

  useEffect(() => {
    const element = dialog.current
    if (!open || !element) {
      element?.close()
      return
    }
    if (!element.open) {
      element.showModal()
      element.querySelector<HTMLElement>(FIRST)?.focus()
    }
    change([...shown, element])
    return () => change(shown.filter((one) => one !== element))
  }, [open])

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog; the click is the pointer's way outside of it
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      // Browsers close it at a second Escape, whatever is said at the first: it is up to the page whether it stays.
      onClose={() => {
        if (open) {
          dialog.current?.showModal()
          onClose()
        }
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
      className={cn(
        'bg-surface text-ink backdrop:transition-opacity',
        shape === 'card'
          ? 'm-auto w-[min(34rem,calc(100vw-2rem))] animate-rise rounded-2xl border border-line shadow-float'
          : 'mt-0 mr-0 mb-0 ml-auto h-dvh max-h-none w-full max-w-none animate-sheet',
        className,
      )}
    >
      {open && (
        <div className={cn(shape === 'card' ? 'p-6 sm:p-7' : 'flex h-full flex-col')}>
          <div className={cn('flex items-start justify-between gap-4', titleHidden && 'sr-only')}>
            <div>
              <h2 id={`${id}-title`} className="text-xl font-semibold">
                {title}
              </h2>
              {description && (
                <p id={`${id}-description`} className="mt-1 text-ink-muted">
                  {description}
                </p>
              )}
            </div>
            {!titleHidden && (
              <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose} className="-mt-1 -mr-2">
                <X aria-hidden />
              </Button>
            )}
          </div>
          <DialogElement value={dialog}>{children}</DialogElement>
        </div>
      )}
    </dialog>
  )
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-7 flex flex-col-reverse gap-2.5 sm:flex-row sm:justify-end">{children}</div>
}
