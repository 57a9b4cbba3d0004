import {
  CalendarClock,
  Captions,
  CircleStop,
  Ellipsis,
  ExternalLink,
  Files,
  FileUp,
  PencilLine,
  Play,
  Quote,
  RotateCw,
  TextCursorInput,
  TextSearch,
  Trash2,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { Step } from '@/api/sources'
import type { Source } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { openOriginal } from '@/pages/preview/open-original'
import { canBeCancelled, isFetched, isHeldBack, isSite, isUnderWay } from './kinds'
import type { ChangeKind } from './source-dialogs'

interface SourceMenuProps {
  source: Source
  editable: boolean
  onStep: (step: Step) => void
  onChange: (kind: ChangeKind) => void
}

/** Everything that can be done with a source. */
export function SourceMenu({ source, editable, onStep, onChange }: SourceMenuProps) {
  const navigate = useNavigate()
  const { id, chatbotId, type, url, live } = source
  if (!editable && !live && type !== 'file' && !url) {
    return null
  }
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label={`More for ${source.title}`}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      {live && (
        <Item icon={<TextSearch aria-hidden />} onSelect={() => navigate(`/bots/${chatbotId}/sources/${id}`)}>
          Read its text
        </Item>
      )}
      {type === 'file' && (
        <Item icon={<ExternalLink aria-hidden />} onSelect={() => openOriginal(chatbotId, id)}>
          Open original
        </Item>
      )}
      {url && (
        <Item icon={<ExternalLink aria-hidden />} onSelect={() => window.open(url, '_blank', 'noopener')}>
          {type === 'video' ? 'Open the video' : 'Open the page'}
        </Item>
      )}
      {isSite(source) && (
        <Item icon={<Files aria-hidden />} onSelect={() => onChange('pages')}>
          Pages of the site
        </Item>
      )}
      {editable && <Steps source={source} onStep={onStep} />}
      {editable && <Changes source={source} onChange={onChange} />}
    </Menu>
  )
}

function Steps({ source, onStep }: { source: Source; onStep: (step: Step) => void }) {
  if (isUnderWay(source)) {
    return (
      canBeCancelled(source) && (
        <Item icon={<CircleStop aria-hidden />} onSelect={() => onStep('cancel')}>
          Cancel training
        </Item>
      )
    )
  }
  if (isHeldBack(source)) {
    return (
      <Item icon={<Play aria-hidden />} onSelect={() => onStep('train')}>
        Start training
      </Item>
    )
  }
  if (source.status === 'failed') {
    return (
      <Item icon={<RotateCw aria-hidden />} onSelect={() => onStep('train')}>
        Retry
      </Item>
    )
  }
  return (
    isFetched(source) && (
      <Item icon={<RotateCw aria-hidden />} onSelect={() => onStep('refetch')}>
        Look for changes now
      </Item>
    )
  )
}

function Changes({ source, onChange }: { source: Source; onChange: (kind: ChangeKind) => void }) {
  const { type } = source
  return (
    <>
      {isFetched(source) && (
        <Item icon={<CalendarClock aria-hidden />} onSelect={() => onChange('refresh')}>
          How often to look for changes
        </Item>
      )}
      {type === 'file' && (
        <Item icon={<FileUp aria-hidden />} onSelect={() => onChange('replace')}>
          Replace the file
        </Item>
      )}
      {type === 'text' && (
        <Item icon={<TextCursorInput aria-hidden />} onSelect={() => onChange('text')}>
          Change the text
        </Item>
      )}
      {type === 'qa' && (
        <Item icon={<TextCursorInput aria-hidden />} onSelect={() => onChange('pairs')}>
          Edit questions and answers
        </Item>
      )}
      {type === 'video' && (
        <Item icon={<Captions aria-hidden />} onSelect={() => onChange('transcript')}>
          Paste subtitles
        </Item>
      )}
      <Item icon={<Quote aria-hidden />} onSelect={() => onChange('privacy')}>
        Privacy
      </Item>
      <Item icon={<PencilLine aria-hidden />} onSelect={() => onChange('rename')}>
        Rename
      </Item>
      <MenuSeparator />
      <MenuItem danger onSelect={() => onChange('delete')}>
        <Trash2 aria-hidden />
        Delete
      </MenuItem>
    </>
  )
}

function Item({ icon, onSelect, children }: { icon: ReactNode; onSelect: () => void; children: ReactNode }) {
  return (
    <MenuItem onSelect={onSelect}>
      {icon}
      {children}
    </MenuItem>
  )
}
