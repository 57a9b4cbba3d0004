import { CircleCheck, Ellipsis, ExternalLink, PencilLine, RotateCw, TextSearch, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Source } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { ago, bytes, count } from '@/lib/format'
import { openOriginal } from '@/pages/preview/open-original'
import { adviceFor } from './advice'
import { DeleteSourceDialog } from './delete-source-dialog'
import { FileIcon } from './file-icon'
import { RenameSourceDialog } from './rename-source-dialog'
import { SourceProgress } from './source-progress'

interface SourceRowProps {
  source: Source
  editable: boolean
  onRetry: () => void
}

export function SourceRow({ source, editable, onRetry }: SourceRowProps) {
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'delete' | 'rename'>()
  const ready = source.status === 'ready'
  const failed = source.status === 'failed'
  const preview = `/bots/${source.chatbotId}/sources/${source.id}`

  return (
    <li className="group flex items-center gap-4 py-4">
      <FileIcon mediaType={source.mediaType} fileName={source.fileName} />
      <div className="min-w-0 grow">
        <p className="flex items-center gap-2.5">
          {ready ? (
            <Link to={preview} className="truncate font-semibold underline-offset-4 hover:underline">
              {source.title}
            </Link>
          ) : (
            <span className="truncate font-semibold">{source.title}</span>
          )}
        </p>
        {failed ? (
          <p className="mt-0.5 text-sm text-danger">
            {source.error?.message ?? 'Training failed.'}{' '}
            <span className="text-ink-muted">{adviceFor(source.error?.code ?? '')}</span>
          </p>
        ) : ready ? (
          <p className="mt-0.5 text-sm text-ink-muted">{facts(source)}</p>
        ) : (
          <SourceProgress source={source} />
        )}
      </div>
      {ready && (
        <Badge tone="good" className="max-sm:hidden">
          <CircleCheck aria-hidden />
          Ready
        </Badge>
      )}
      {failed && editable && (
        <Button variant="secondary" size="sm" onClick={onRetry} className="max-sm:hidden">
          <RotateCw aria-hidden />
          Retry
        </Button>
      )}
      {(editable || ready || source.type === 'file') && (
        <Menu
          trigger={
            <Button variant="ghost" size="icon-sm" aria-label={`More for ${source.title}`}>
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          {ready && (
            <MenuItem onSelect={() => navigate(preview)}>
              <TextSearch aria-hidden />
              Read its text
            </MenuItem>
          )}
          {source.type === 'file' && (
            <MenuItem onSelect={() => openOriginal(source.chatbotId, source.id)}>
              <ExternalLink aria-hidden />
              Open original
            </MenuItem>
          )}
          {failed && editable && (
            <MenuItem onSelect={onRetry}>
              <RotateCw aria-hidden />
              Retry
            </MenuItem>
          )}
          {editable && (
            <>
              <MenuItem onSelect={() => setDialog('rename')}>
                <PencilLine aria-hidden />
                Rename
              </MenuItem>
              <MenuSeparator />
              <MenuItem danger onSelect={() => setDialog('delete')}>
                <Trash2 aria-hidden />
                Delete
              </MenuItem>
            </>
          )}
        </Menu>
      )}
      <DeleteSourceDialog source={source} open={dialog === 'delete'} onClose={() => setDialog(undefined)} />
      <RenameSourceDialog source={source} open={dialog === 'rename'} onClose={() => setDialog(undefined)} />
    </li>
  )
}

function facts(source: Source): string {
  const parts = [
    bytes(source.sizeBytes),
    source.pages ? count(source.pages, 'page') : source.segments ? count(source.segments, 'section') : undefined,
    source.passages ? count(source.passages, 'passage') : undefined,
    ago(source.createdAt),
  ]
  return parts.filter(Boolean).join(' · ')
}
