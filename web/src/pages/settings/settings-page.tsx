import { NavLink, Outlet, useParams } from 'react-router'
import { useRights } from '@/api/bots'
import { cn } from '@/lib/cn'

/** The frame of a bot's settings; which of its parts there are depends on what one is to the bot. */
export function SettingsPage() {
  const { botId = '' } = useParams()
  const { mayManage } = useRights(botId)
  const parts = [['', 'General'], ['/team', 'Team'], ...(mayManage ? [['/keys', 'API keys']] : [])]
  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-6 sm:py-10">
      <h1 className="text-2xl font-bold sm:text-3xl">Settings</h1>
      <nav aria-label="Settings" className="mt-5 flex gap-1.5">
        {parts.map(([path, label]) => (
          <NavLink
            key={path}
            end
            to={`/bots/${botId}/settings${path}`}
            className={({ isActive }) =>
              cn(
                'rounded-full px-3.5 py-1.5 text-sm font-semibold transition-colors focus-visible:rounded-full',
                isActive ? 'bg-accent-soft text-accent-ink' : 'text-ink-muted hover:bg-ink/6 hover:text-ink',
              )
            }
          >
            {label}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </div>
  )
}
