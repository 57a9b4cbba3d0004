import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ApiKeyCreated } from '@/api/types'
import { Button } from '@/components/ui/button'
import { CopyBlock } from './copy-block'
import { exampleCall } from './example-call'

interface NewKeyProps {
  botId: string
  made: ApiKeyCreated
  onDone: () => void
}

/** The only place where a key is ever shown. */
export function NewKey({ botId, made: { key, secret }, onDone }: NewKeyProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="grid animate-rise gap-5">
      <div>
        <h3 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none wrap-anywhere">
          The key “{key.name}” is made
        </h3>
        <p className="mt-2 flex gap-2.5 rounded-xl bg-warn-soft px-4 py-3 text-sm">
          <TriangleAlert aria-hidden className="mt-px size-5 shrink-0 text-warn" />
          <span>
            Copy it now: <strong className="font-semibold">it is shown only here, and only this once.</strong> Keep it
            where nobody else reads it. Whoever has it can use the bot.
          </span>
        </p>
      </div>
      <CopyBlock label="The key" text={secret} />
      <CopyBlock label="To try it" text={exampleCall(location.origin, botId, key.scopes, secret)} />
      <Button className="justify-self-start" onClick={onDone}>
        I have kept it
      </Button>
    </div>
  )
}
