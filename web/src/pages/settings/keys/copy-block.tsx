import { Check, Copy } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { useCopy } from '@/lib/use-copy'

export function CopyBlock({ label, text }: { label: string; text: string }) {
  const [copied, copy] = useCopy()
  return (
    <figure className="min-w-0 overflow-hidden rounded-xl border border-line bg-sunken">
      <div className="flex items-center justify-between border-line border-b py-1 pr-1.5 pl-4">
        <figcaption className="text-sm font-semibold">{label}</figcaption>
        <Button
          variant="ghost"
          size="sm"
          aria-label={`${copied ? 'Copied' : 'Copy'}: ${label}`}
          onClick={() => copy(text)}
        >
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {copied ? 'Copied' : 'Copy'}
        </Button>
        <span role="status" className="sr-only">
          {copied && `${label}: copied`}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls sideways has to be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto p-4 font-mono text-[0.8125rem] leading-relaxed select-all">
        {text}
      </pre>
    </figure>
  )
}
