import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { asProblem } from '@/api/problem'
import { listeners } from '@/lib/listeners'
import { useTopDialog } from './dialog'

interface Entry {
  id: number
  title: string
  detail?: string | undefined
  bad: boolean
}

let entries: Entry[] = []
let next = 1
const { subscribe, notify } = listeners()

function change(changed: Entry[]) {
  entries = changed
  notify()
}

export function toast(title: string, detail?: string, bad = false): void {
  change([...entries.slice(-2), { id: next++, title, detail, bad }])
}

export function toastProblem(error: unknown): void {
  const problem = asProblem(error)
  toast(problem.title, `${problem.message}${problem.requestId ? ` (request ${problem.requestId})` : ''}`, true)
}

/** Above a dialog, and not bound to its place: so is only what the browser itself puts on top. */
function putOnTop(list: HTMLOListElement | null): void {
  if (list?.isConnected && 'showPopover' in list && !list.matches(':popover-open')) {
    list.showPopover()
  }
}

export function Toasts() {
  const dialog = useTopDialog()
  const shown = useSyncExternalStore(subscribe, () => entries)
  return (
    <Radix.Provider swipeDirection="right" duration={5000}>
      {shown.map(({ id, title, detail, bad }) => (
        <Radix.Root
          key={id}
          type={bad ? 'foreground' : 'background'}
          duration={bad ? 12_000 : 4_000}
          onOpenChange={(open) => open || change(entries.filter((entry) => entry.id !== id))}
          className="flex animate-rise items-start gap-3 rounded-xl border border-line bg-raised p-4 shadow-float data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x)"
        >
          {bad ? (
            <CircleAlert aria-hidden className="size-5 shrink-0 text-danger" />
          ) : (
            <CircleCheck aria-hidden className="size-5 shrink-0 text-good" />
          )}
          <div className="min-w-0 grow">
            <Radix.Title className="text-sm font-semibold">{title}</Radix.Title>
            {detail && (
              <Radix.Description className="mt-0.5 text-sm break-words text-ink-muted">{detail}</Radix.Description>
            )}
          </div>
          <Radix.Close aria-label="Dismiss" className="-m-1 rounded p-1 text-ink-faint hover:text-ink">
            <X aria-hidden className="size-4" />
          </Radix.Close>
        </Radix.Root>
      ))}
      {createPortal(
        <Radix.Viewport
          popover="manual"
          ref={putOnTop}
          className="fixed top-auto right-0 bottom-0 left-auto z-60 grid w-[min(25rem,100vw)] gap-2.5 overflow-visible bg-transparent p-4 text-ink outline-none"
        />,
        // What is outside of an open dialog cannot be pressed.
        dialog ?? document.body,
      )}
    </Radix.Provider>
  )
}
