import { type FormEvent, useState } from 'react'
import { useAddSource } from '@/api/sources'
import { FormActions } from '@/components/form-actions'
import { FormDialog } from '@/components/form-dialog'
import { FormProblem } from '@/components/form-problem'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { LANGUAGES } from '@/pages/settings/languages'
import { PrivacyField } from './privacy-field'
import { type Refresh, RefreshField } from './refresh-field'
import { TranscriptField } from './transcript-field'

interface VideoDialogProps {
  botId: string
  open: boolean
  onClose: () => void
}

const FIELDS = ['url', 'title', 'language', 'refresh', 'transcript']

export function VideoDialog({ botId, open, onClose }: VideoDialogProps) {
  const [url, setUrl] = useState('')
  const [title, setTitle] = useState('')
  const [language, setLanguage] = useState('')
  const [refresh, setRefresh] = useState<Refresh>('never')
  const [pasting, setPasting] = useState(false)
  const [transcript, setTranscript] = useState('')
  const [citable, setCitable] = useState(true)
  const add = useAddSource(botId)
  const fields = add.error?.fields ?? {}
  const pasted = pasting && transcript.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate(
      {
        type: 'video',
        url: url.trim(),
        ...(title.trim() && { title: title.trim() }),
        ...(pasted ? { transcript } : { refresh, ...(language && { language }) }),
        citable,
      },
      { onSuccess: onClose },
    )
  }
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      dirty={!add.isSuccess && [url, title, transcript].some((text) => text !== '')}
      title="Add a video"
      description="The bot learns what is said, and answers lead to the second where it is said."
    >
      {(leave) => (
        <form onSubmit={submit} className="mt-6 grid gap-5">
          <Field
            label="Address"
            hint="Of a video at YouTube. For one elsewhere, paste its subtitles as well."
            error={fields.url}
          >
            <Input
              required
              inputMode="url"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={2000}
              placeholder="https://www.youtube.com/watch?v=…"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          </Field>
          {!pasting && (
            <>
              <Field
                label="Language of the subtitles"
                hint="If there are some in it; else those in the language that is spoken."
                error={fields.language}
              >
                <Select value={language} onChange={(event) => setLanguage(event.target.value)}>
                  <option value="">The bot’s</option>
                  {LANGUAGES.filter(([code]) => code).map(([code, name]) => (
                    <option key={code} value={code} lang={code}>
                      {name}
                    </option>
                  ))}
                </Select>
              </Field>
              <RefreshField value={refresh} onChange={setRefresh} error={fields.refresh} />
            </>
          )}
          <Button
            variant="link"
            size="sm"
            className="justify-self-start"
            aria-expanded={pasting}
            onClick={() => setPasting(!pasting)}
          >
            {pasting ? 'Let them be fetched from YouTube' : 'Paste the subtitles instead'}
          </Button>
          {pasting && <TranscriptField text={transcript} onChange={setTranscript} error={fields.transcript} />}
          <Field label="Title" hint="Its own when you leave this empty." error={fields.title}>
            <Input maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
          </Field>
          <PrivacyField citable={citable} onChange={setCitable} />
          <FormProblem error={add.error} fields={pasting ? FIELDS : FIELDS.filter((one) => one !== 'transcript')} />
          <FormActions onCancel={leave} busy={add.isPending} disabled={url.trim() === ''}>
            Add video
          </FormActions>
        </form>
      )}
    </FormDialog>
  )
}
