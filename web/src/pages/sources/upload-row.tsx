import { RotateCw, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import { bytes } from '@/lib/format'
import { FileIcon } from './file-icon'
import { adviceFor } from './trouble'
import { cancelUpload, retryUpload, type Upload } from './uploads'

export function UploadRow({ upload }: { upload: Upload }) {
  const { key, file, citable, replaces, sent, problem } = upload
  return (
    <li className="flex animate-fade items-center gap-4 py-4">
      <FileIcon mediaType={file.type} fileName={file.name} />
      <div className="min-w-0 grow">
        <p className="truncate font-semibold">{file.name}</p>
        {(replaces || !citable) && (
          <p className="truncate text-sm text-ink-muted">
            {replaces ? `In place of “${replaces.title}”` : 'Learn only'}
          </p>
        )}
        {problem ? (
          <p role="alert" className="mt-0.5 text-sm text-danger">
            {problem.message} <span className="text-ink-muted">{adviceFor(problem.code)}</span>
          </p>
        ) : (
          <div className="mt-1.5 flex items-center gap-3 text-sm text-ink-muted">
            <Progress value={sent ?? 0} label={`Uploading ${file.name}`} className="max-w-64 grow" />
            <span className="tabular-nums">
              {sent === null ? 'Waiting' : sent >= 1 ? 'Checking' : `${Math.round(sent * 100)}% of ${bytes(file.size)}`}
            </span>
          </div>
        )}
      </div>
      {problem?.retryable && (
        <Button variant="secondary" size="sm" onClick={() => retryUpload(key)}>
          <RotateCw aria-hidden />
          Retry
        </Button>
      )}
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={problem ? `Dismiss ${file.name}` : `Cancel upload of ${file.name}`}
        onClick={() => cancelUpload(key)}
      >
        <X aria-hidden />
      </Button>
    </li>
  )
}
