import { Globe, MessageCircleQuestion, PencilLine, Video } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dropzone } from './dropzone'
import { Caution } from './privacy-field'
import type { AddKind } from './source-dialogs'

interface AddSourcesProps {
  botId: string
  large: boolean
  most: number | undefined
  onAdd: (kind: AddKind) => void
}

const KINDS = [
  { kind: 'text', name: 'Text', icon: PencilLine },
  { kind: 'site', name: 'Web page or site', icon: Globe },
  { kind: 'video', name: 'Video', icon: Video },
  { kind: 'qa', name: 'Questions and answers', icon: MessageCircleQuestion },
] as const

/** All ways to add something; files come first, as most people have some. */
export function AddSources({ botId, large, most, onAdd }: AddSourcesProps) {
  const [citable, setCitable] = useState(true)
  const id = useId()
  return (
    <>
      <Dropzone botId={botId} large={large} citable={citable} most={most} />
      <div className="mt-3 flex flex-wrap items-center gap-x-2 text-sm text-ink-muted">
        <label htmlFor={id}>Answers that use these files</label>
        <select
          id={id}
          value={citable ? 'citable' : 'learn'}
          onChange={(event) => setCitable(event.target.value === 'citable')}
          className="h-8 rounded-lg border border-line-strong bg-surface px-2 font-semibold text-ink"
        >
          <option value="citable">may cite them</option>
          <option value="learn">never show, quote or name them (learn only)</option>
        </select>
      </div>
      {!citable && (
        <div className="mt-2">
          <Caution />
        </div>
      )}
      <fieldset className="mt-5 flex flex-wrap items-center gap-2">
        <legend className="float-left mr-2 py-1.5 text-sm font-semibold">Or add</legend>
        {KINDS.map(({ kind, name, icon: Icon }) => (
          <Button key={kind} variant="secondary" size="sm" onClick={() => onAdd(kind)}>
            <Icon aria-hidden />
            {name}
          </Button>
        ))}
      </fieldset>
    </>
  )
}
