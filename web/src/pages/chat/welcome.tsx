import { ArrowUpRight, FileUp } from 'lucide-react'
import { Link } from 'react-router'
import { useBot, useRights } from '@/api/bots'
import { useTrainingStatus } from '@/api/training-status'
import { BotGlyph } from '@/components/bot-glyph'
import { Button } from '@/components/ui/button'

export function Welcome({ botId, onAsk }: { botId: string; onAsk: (question: string) => void }) {
  const bot = useBot(botId).data
  const status = useTrainingStatus(botId).data
  const { mayEdit } = useRights(botId)
  if (!bot) {
    return null
  }
  const { ready = 0, pending = 0, processing = 0 } = status?.counts ?? {}
  return (
    <div className="animate-rise pt-[6vh]">
      <BotGlyph id={bot.id} className="size-16" />
      <h1 className="mt-6 text-3xl font-bold sm:text-4xl">{bot.name}</h1>
      <p className="mt-3 max-w-xl text-lg whitespace-pre-line text-ink-muted">
        {bot.welcomeMessage || 'Ask me something. I answer from my sources and show the passage.'}
      </p>
      {status && ready === 0 && (
        <div className="mt-8 flex flex-wrap items-center gap-4 rounded-xl bg-warn-soft px-4 py-3">
          <p className="grow">
            {pending + processing > 0
              ? 'The first sources are still in training. Answers get better in a moment.'
              : 'There are no sources yet, so there is nothing to answer from.'}
          </p>
          {(mayEdit || pending + processing > 0) && (
            <Button size="sm" variant="secondary" asChild>
              <Link to={`/bots/${botId}/sources`}>
                <FileUp aria-hidden />
                {pending + processing > 0 ? 'See progress' : 'Add sources'}
              </Link>
            </Button>
          )}
        </div>
      )}
      {bot.suggestedQuestions.length > 0 && (
        <ul className="mt-9 divide-y divide-line border-y border-line" aria-label="Suggested questions">
          {bot.suggestedQuestions.map((question) => (
            <li key={question}>
              <button
                type="button"
                onClick={() => onAsk(question)}
                className="group flex w-full items-center justify-between gap-4 py-3.5 text-left font-medium"
              >
                <span className="bg-[linear-gradient(var(--color-mark-soft),var(--color-mark-soft))] bg-size-[0%_100%] bg-no-repeat px-1 transition-[background-size] duration-300 ease-calm group-hover:bg-size-[100%_100%]">
                  {question}
                </span>
                <ArrowUpRight
                  aria-hidden
                  className="size-4.5 shrink-0 text-ink-faint transition-transform group-hover:translate-x-0.5 group-hover:-translate-y-0.5"
                />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
