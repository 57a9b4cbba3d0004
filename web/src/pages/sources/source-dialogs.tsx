import { lazy, Suspense } from 'react'
import type { Source } from '@/api/types'

const TextDialog = lazy(async () => ({ default: (await import('./text-dialog')).TextDialog }))
const SiteDialog = lazy(async () => ({ default: (await import('./site-dialog')).SiteDialog }))
const VideoDialog = lazy(async () => ({ default: (await import('./video-dialog')).VideoDialog }))
const PairsDialog = lazy(async () => ({ default: (await import('./pairs-dialog')).PairsDialog }))
const EditTextDialog = lazy(async () => ({ default: (await import('./edit-text-dialog')).EditTextDialog }))
const EditPairsDialog = lazy(async () => ({ default: (await import('./edit-pairs-dialog')).EditPairsDialog }))
const TranscriptDialog = lazy(async () => ({ default: (await import('./transcript-dialog')).TranscriptDialog }))
const ReplaceDialog = lazy(async () => ({ default: (await import('./replace-dialog')).ReplaceDialog }))
const PrivacyDialog = lazy(async () => ({ default: (await import('./privacy-dialog')).PrivacyDialog }))
const RefreshDialog = lazy(async () => ({ default: (await import('./refresh-dialog')).RefreshDialog }))
const SitePagesDialog = lazy(async () => ({ default: (await import('./site-pages-dialog')).SitePagesDialog }))
const RenameDialog = lazy(async () => ({ default: (await import('./rename-source-dialog')).RenameSourceDialog }))
const DeleteDialog = lazy(async () => ({ default: (await import('./delete-source-dialog')).DeleteSourceDialog }))

export type AddKind = 'text' | 'site' | 'video' | 'qa'

export type ChangeKind =
  | 'rename'
  | 'delete'
  | 'privacy'
  | 'refresh'
  | 'pages'
  | 'transcript'
  | 'replace'
  | 'text'
  | 'pairs'

export type SourceDialog = { add: AddKind } | { change: ChangeKind; source: Source }

interface SourceDialogsProps {
  botId: string
  owner: boolean
  most: number | undefined
  dialog: SourceDialog
  open: boolean
  onClose: () => void
}

/** Each is loaded when it is first needed: the list is what most visits are for. */
export function SourceDialogs({ dialog, ...props }: SourceDialogsProps) {
  return (
    <Suspense fallback={null}>
      {'add' in dialog ? <Adding kind={dialog.add} {...props} /> : <Changing {...dialog} {...props} />}
    </Suspense>
  )
}

type Props = Omit<SourceDialogsProps, 'dialog'>

function Adding({ kind, botId, owner, open, onClose }: Props & { kind: AddKind }) {
  const props = { botId, open, onClose }
  switch (kind) {
    case 'text':
      return <TextDialog {...props} />
    case 'site':
      return <SiteDialog owner={owner} {...props} />
    case 'video':
      return <VideoDialog {...props} />
    case 'qa':
      return <PairsDialog {...props} />
  }
}

function Changing({ change, source, most, open, onClose }: Props & { change: ChangeKind; source: Source }) {
  const props = { source, open, onClose }
  switch (change) {
    case 'rename':
      return <RenameDialog {...props} />
    case 'delete':
      return <DeleteDialog {...props} />
    case 'privacy':
      return <PrivacyDialog {...props} />
    case 'refresh':
      return <RefreshDialog {...props} />
    case 'pages':
      return <SitePagesDialog {...props} />
    case 'transcript':
      return <TranscriptDialog {...props} />
    case 'replace':
      return <ReplaceDialog most={most} {...props} />
    case 'text':
      return <EditTextDialog {...props} />
    case 'pairs':
      return <EditPairsDialog {...props} />
  }
}
