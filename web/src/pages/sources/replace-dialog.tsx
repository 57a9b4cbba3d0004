import { FileUp } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import type { Source } from '@/api/types'
import { FormActions } from '@/components/form-actions'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { bytes } from '@/lib/format'
import { ACCEPT } from './file-drop'
import { startReplacing } from './uploads'

interface ReplaceDialogProps {
  source: Source
  most: number | undefined
  open: boolean
  onClose: () => void
}

/** Another file for the same source: its title, its privacy and the links to it stay. */
export function ReplaceDialog({ source, most, open, onClose }: ReplaceDialogProps) {
  const [file, setFile] = useState<File>()
  const input = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (file) {
      startReplacing(source, file, most)
      onClose()
    }
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Replace the file"
      description={<span className="break-words">{source.title}</span>}
    >
      <form onSubmit={submit} className="mt-6 grid gap-4">
        <Button variant="secondary" data-initial-focus onClick={() => input.current?.click()}>
          <FileUp aria-hidden />
          {file ? 'Choose another file' : 'Choose the new file'}
        </Button>
        <input
          ref={input}
          type="file"
          accept={ACCEPT}
          className="hidden"
          aria-label="New file"
          onChange={(event) => setFile(event.target.files?.[0])}
        />
        <p role="status" className="text-sm break-words">
          {file && `${file.name}, ${bytes(file.size)}`}
        </p>
        <p className="text-sm text-ink-muted">
          Answers come from the file before until the new one is learned, and only what changed is learned anew. If the
          new one cannot be read, the file before stays.
        </p>
        <FormActions onCancel={onClose} disabled={!file}>
          Replace
        </FormActions>
      </form>
    </Dialog>
  )
}
