import { createContext, memo, useContext, useMemo } from 'react'
import Markdown, { type Components } from 'react-markdown'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import type { Citation } from '@/api/types'
import { CitationChip } from './citation-chip'
import { rehypeCitations } from './citation-markers'
import { CodeBlock } from './code-block'
import { Formula } from './formula'
import { formulaIn, withFormulas } from './formulas'

interface AnswerTextProps {
  content: string
  citations: Citation[]
  streaming: boolean
  openCitation: Citation | undefined
  onCitation: (citation: Citation, opener: HTMLElement) => void
}

type Cited = Pick<AnswerTextProps, 'citations' | 'openCitation' | 'onCitation'>

/** For the chips: what they show comes past the Markdown, which is only drawn anew when its text has changed. */
const CitedContext = createContext<Cited>({ citations: [], openCitation: undefined, onCitation: () => {} })

/** The same ones for every answer: other types would have its links, tables and formulas made anew at each word. */
const COMPONENTS: Components = {
  button: ({ value }) => <Chip marker={Number(value)} />,
  a: ({ node: _, ...props }) => <a {...props} target="_blank" rel="noopener noreferrer nofollow" />,
  // Pictures of other sites would tell them who reads: only their address is offered.
  img: ({ src, alt }) =>
    typeof src === 'string' ? (
      <a href={src} target="_blank" rel="noopener noreferrer nofollow">
        {alt || src}
      </a>
    ) : null,
  table: ({ node: _, ...props }) => (
    <div className="overflow-x-auto">
      <table {...props} />
    </div>
  ),
  pre: ({ node }) => <CodeBlock node={node} />,
  code: ({ node: _, children, ...props }) => {
    const formula = formulaIn(children)
    return formula ? <Formula {...formula} /> : <code {...props}>{children}</code>
  },
}

export function AnswerText({ content, citations, streaming, openCitation, onCitation }: AnswerTextProps) {
  const markers = useMemo(() => new Set(citations.map(({ marker }) => marker)), [citations])
  const written = useMemo(() => withFormulas(content), [content])
  return (
    <div dir="auto" className="prose-answer" data-streaming={streaming || undefined}>
      <CitedContext value={{ citations, openCitation, onCitation }}>
        <Written text={streaming ? closeMarks(written) : written} markers={markers} />
      </CitedContext>
    </div>
  )
}

const Written = memo(({ text, markers }: { text: string; markers: ReadonlySet<number> }) => (
  <Markdown
    remarkPlugins={[remarkGfm]}
    rehypePlugins={[rehypeSanitize, [rehypeCitations, { markers }]]}
    components={COMPONENTS}
  >
    {text}
  </Markdown>
))

function Chip({ marker }: { marker: number }) {
  const { citations, openCitation, onCitation } = useContext(CitedContext)
  const citation = citations.find((one) => one.marker === marker)
  return citation && <CitationChip citation={citation} open={isSame(citation, openCitation)} onOpen={onCitation} />
}

/** While a word in bold or in code is still arriving, its mark is closed for it: no stray asterisks are seen. */
function closeMarks(content: string): string {
  const tail = content.slice(content.lastIndexOf('\n') + 1)
  const open = (mark: string) => tail.split(mark).length % 2 === 0
  if (content.split('```').length % 2 === 0) {
    return content
  }
  const mark = open('`') ? '`' : open('**') ? '**' : ''
  return mark && content.endsWith(mark) ? content.slice(0, -mark.length) : content + mark
}

function isSame(one: Citation, other: Citation | undefined): boolean {
  return (
    other !== undefined && one.passageId === other.passageId && one.start === other.start && one.marker === other.marker
  )
}
