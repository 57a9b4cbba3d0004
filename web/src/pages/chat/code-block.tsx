import type { Element } from 'hast'
import { Check, Copy } from 'lucide-react'
import { lazy } from 'react'
import { useCopy } from '@/lib/use-copy'
import { Refined } from './refined'

// Grammars are only fetched for an answer that has code in it.
const HighlightedCode = lazy(() => import('./highlighted-code'))

export function CodeBlock({ node }: { node: Element | undefined }) {
  const [copied, copy] = useCopy()
  const { language, text } = read(node)
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-sunken">
      <div className="flex items-center justify-between border-line border-b py-1 pr-1.5 pl-4">
        <span className="font-mono text-ink-faint text-xs">{language ?? 'text'}</span>
        <button
          type="button"
          aria-label={copied ? 'Copied' : 'Copy code'}
          onClick={() => copy(text)}
          className="flex items-center gap-1.5 rounded-md px-2 py-1 text-ink-muted text-xs hover:bg-surface hover:text-ink"
        >
          {copied ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />}
          {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls sideways has to be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>
          {language ? (
            <Refined plain={text}>
              <HighlightedCode language={language} text={text} />
            </Refined>
          ) : (
            text
          )}
        </code>
      </pre>
    </div>
  )
}

function read(pre: Element | undefined): { language: string | undefined; text: string } {
  const code = pre?.children.find((child) => child.type === 'element')
  const classes = code?.properties.className
  const named = Array.isArray(classes) ? classes.map(String).find((name) => name.startsWith('language-')) : undefined
  const text = (code ?? pre)?.children.map((child) => (child.type === 'text' ? child.value : '')).join('') ?? ''
  return { language: named?.slice('language-'.length), text: text.replace(/\n$/, '') }
}
