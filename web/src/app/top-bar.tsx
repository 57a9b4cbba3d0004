import { Link, NavLink, useMatch, useParams } from 'react-router'
import { useBotIsMissing } from '@/api/bots'
import type { User } from '@/api/types'
import { Logo, LogoMark } from '@/components/logo'
import { cn } from '@/lib/cn'
import { AccountMenu } from './account-menu'
import { BotSwitcher } from './bot-switcher'

export function TopBar({ user }: { user: User }) {
  const { botId: id } = useParams()
  const unknown = useBotIsMissing(id)
  const botId = unknown ? undefined : id
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface/90 backdrop-blur-md">
      <div className="mx-auto flex h-15 max-w-[100rem] items-center gap-2 px-4 sm:px-6">
        <Link to="/bots" aria-label="ChatForge, all bots" className="flex rounded-lg">
          {botId ? <LogoMark /> : <Logo />}
        </Link>
        {botId && (
          <>
            <span aria-hidden className="ml-1 h-6 w-px rotate-20 bg-line-strong" />
            <BotSwitcher botId={botId} />
            <BotTabs botId={botId} className="mx-auto hidden md:flex" />
          </>
        )}
        <div className="ml-auto md:flex md:min-w-32 md:justify-end">
          <AccountMenu user={user} />
        </div>
      </div>
      {botId && <BotTabs botId={botId} className="flex border-t border-line px-2 md:hidden" />}
    </header>
  )
}

const TABS = [
  ['chat', 'Chat'],
  ['sources', 'Sources'],
  ['evaluation', 'Evaluation'],
  ['settings', 'Settings'],
] as const

function BotTabs({ botId, className }: { botId: string; className?: string }) {
  return (
    <nav aria-label="Bot" className={cn('gap-1', className)}>
      {TABS.map(([path, label]) => (
        <BotTab key={path} to={`/bots/${botId}/${path}`} label={label} />
      ))}
    </nav>
  )
}

function BotTab({ to, label }: { to: string; label: string }) {
  const active = useMatch(`${to}/*`) !== null
  return (
    <NavLink
      to={to}
      className={cn(
        'relative px-2 py-3 text-[0.9375rem] font-semibold transition-colors max-md:grow max-md:text-center md:px-4 md:py-[1.125rem]',
        active ? 'text-ink' : 'text-ink-muted hover:text-ink',
      )}
    >
      {label}
      <span
        aria-hidden
        className={cn(
          'absolute inset-x-3 -bottom-px h-[3px] rounded-t-sm transition-transform duration-200 ease-calm',
          active ? 'scale-x-100 bg-accent' : 'scale-x-0 bg-accent',
        )}
      />
    </NavLink>
  )
}
