import { ChevronsUpDown, LayoutGrid } from 'lucide-react'
import { useNavigate } from 'react-router'
import { useBot, useBots } from '@/api/bots'
import { BotGlyph } from '@/components/bot-glyph'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import { Skeleton } from '@/components/ui/skeleton'

export function BotSwitcher({ botId }: { botId: string }) {
  const bot = useBot(botId)
  const bots = useBots()
  const navigate = useNavigate()
  const others = bots.data?.pages.flatMap((page) => page.items).filter(({ id }) => id !== botId) ?? []

  if (bot.isPending) {
    return <Skeleton className="h-7 w-36" />
  }
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex min-w-0 items-center gap-2.5 rounded-lg py-1.5 pr-2 pl-2 font-semibold hover:bg-ink/6"
        >
          <BotGlyph id={botId} className="size-7" />
          <span className="truncate md:max-w-56">{bot.data?.name ?? 'Unknown bot'}</span>
          <ChevronsUpDown aria-label="switch bot" className="size-4 shrink-0 text-ink-faint" />
        </button>
      }
    >
      <MenuItem onSelect={() => navigate('/bots')}>
        <LayoutGrid aria-hidden />
        All bots
      </MenuItem>
      {others.length > 0 && (
        <>
          <MenuSeparator />
          <MenuLabel>Switch to</MenuLabel>
          {others.slice(0, 8).map(({ id, name }) => (
            <MenuItem key={id} onSelect={() => navigate(`/bots/${id}`)}>
              <BotGlyph id={id} className="size-6!" />
              <span className="max-w-56 truncate">{name}</span>
            </MenuItem>
          ))}
        </>
      )}
    </Menu>
  )
}
