import { Check, Copy } from 'lucide-react'
import { type ComponentProps, useRef } from 'react'
import { useCopy } from '@/lib/use-copy'

export function CodeBlock({ children }: ComponentProps<'pre'>) {
  const block = useRef<HTMLPreElement>(null)
  const [copied, copy] = useCopy()
  return (
    <div className="group relative">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls sideways has to be reachable by keyboard */}
      <pre ref={block} tabIndex={0}>
        {children}
      </pre>
      <button
        type="button"
        aria-label={copied ? 'Copied' : 'Copy code'}
        onClick={() => copy(block.current?.textContent ?? '')}
        className="absolute top-2 right-2 rounded-md bg-surface p-1.5 text-ink-muted opacity-0 transition-opacity group-hover:opacity-100 hover:text-ink focus-visible:opacity-100"
      >
        {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
      </button>
    </div>
  )
}
