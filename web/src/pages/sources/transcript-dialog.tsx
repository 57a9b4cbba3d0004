import { type FormEvent, useState } from 'react'
import { useReplace } from '@/api/sources'
import type { Source } from '@/api/types'
import { FormActions } from '@/components/form-actions'
import { FormDialog } from '@/components/form-dialog'
import { FormProblem } from '@/components/form-problem'
import { TranscriptField } from './transcript-field'

interface TranscriptDialogProps {
  source: Source
  open: boolean
  onClose: () => void
}

/** For a video whose transcript YouTube does not hand out. */
export function TranscriptDialog({ source, open, onClose }: TranscriptDialogProps) {
  const [transcript, setTranscript] = useState('')
  const replace = useReplace(source)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    replace.mutate({ transcript }, { onSuccess: onClose })
  }
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      dirty={!replace.isSuccess && transcript !== ''}
      title="Paste the subtitles"
      description={
        source.error && isOfYouTube(source.error.code)
          ? 'YouTube does not hand them out to programs here, but you can.'
          : 'They take the place of what the bot knows of the video.'
      }
    >
      {(leave) => (
        <form onSubmit={submit} className="mt-6 grid gap-5">
          <TranscriptField
            text={transcript}
            onChange={setTranscript}
            error={replace.error?.fields.transcript}
            url={source.url}
          />
          <FormProblem error={replace.error} fields={['transcript']} />
          <FormActions onCancel={leave} busy={replace.isPending} disabled={transcript.trim() === ''}>
            Use these subtitles
          </FormActions>
        </form>
      )}
    </FormDialog>
  )
}

function isOfYouTube(code: string): boolean {
  return code.startsWith('video_')
}
