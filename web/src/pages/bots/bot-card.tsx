import { Globe, Link2, Lock } from 'lucide-react'
import { Link } from 'react-router'
import type { Bot } from '@/api/types'
import { BotGlyph } from '@/components/bot-glyph'
import { Badge } from '@/components/ui/badge'
import { ago } from '@/lib/format'
import { ROLE_NAMES } from '@/lib/roles'

const VISIBILITY = {
  private: { icon: Lock, label: 'Private' },
  link: { icon: Link2, label: 'By link' },
  public: { icon: Globe, label: 'Public' },
}

export function BotCard({ bot }: { bot: Bot }) {
  const { icon: Icon, label } = VISIBILITY[bot.visibility]
  return (
    <li className="group relative flex min-w-0 flex-col rounded-2xl border border-line bg-surface p-5 transition-[border-color,box-shadow,transform] duration-200 ease-calm hover:-translate-y-0.5 hover:border-line-strong hover:shadow-card">
      <div className="flex items-start justify-between gap-3">
        <BotGlyph id={bot.id} />
        {bot.role !== 'owner' && <Badge tone="accent">{ROLE_NAMES[bot.role]}</Badge>}
      </div>
      <h2 className="mt-4 line-clamp-2 text-lg font-semibold wrap-anywhere">
        <Link
          to={`/bots/${bot.id}`}
          className="after:absolute after:inset-0 after:rounded-2xl focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent-ink"
        >
          {bot.name}
        </Link>
      </h2>
      <p className="mt-1 line-clamp-2 min-h-[2lh] text-ink-muted wrap-anywhere">
        {bot.description || <span className="text-ink-faint">No description yet</span>}
      </p>
      <p className="mt-5 flex items-center justify-between text-sm text-ink-faint">
        <span className="inline-flex items-center gap-1.5">
          <Icon aria-hidden className="size-3.5" />
          {label}
        </span>
        <span>Changed {ago(bot.updatedAt)}</span>
      </p>
    </li>
  )
}
