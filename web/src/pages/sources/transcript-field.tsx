import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Textarea } from '@/components/ui/field'

interface TranscriptFieldProps {
  text: string
  onChange: (text: string) => void
  error: string | undefined
  url?: string | null
}

const MOST = 5_000_000

/** Subtitles with times, pasted or from a file, and where to get them. */
export function TranscriptField({ text, onChange, error, url }: TranscriptFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const [refused, setRefused] = useState<string>()
  const read = async (file: File | undefined) => {
    const tooLarge = (file?.size ?? 0) > MOST
    setRefused(tooLarge ? `${file?.name} is too large to be subtitles.` : undefined)
    if (file && !tooLarge) {
      onChange(await file.text())
    }
  }
  return (
    <div className="grid gap-3">
      <ol className="grid list-decimal gap-1 pl-5 text-sm text-ink-muted">
        <li>
          {url ? (
            <a href={url} target="_blank" rel="noreferrer" className="font-semibold text-accent-ink hover:underline">
              Open the video
            </a>
          ) : (
            'Open the video'
          )}{' '}
          at YouTube, and choose “Show transcript” below its description. Mark the lines with their times, and copy
          them.
        </li>
        <li>For a video of your own: download its subtitles (VTT or SRT) in YouTube Studio, and take that file.</li>
      </ol>
      <Field
        label="Subtitles with times"
        error={refused ?? error}
        aside={
          <Button variant="link" size="sm" onClick={() => input.current?.click()}>
            <Upload aria-hidden />
            From a file
          </Button>
        }
      >
        <Textarea
          rows={6}
          className="max-h-[35dvh] min-h-32 font-mono text-sm"
          placeholder={'0:00\nWelcome to our shop.\n0:07\nToday we talk about returns.'}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <input
        ref={input}
        type="file"
        accept=".vtt,.srt,.txt"
        className="hidden"
        aria-label="File with subtitles"
        tabIndex={-1}
        onChange={(event) => {
          void read(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </div>
  )
}
