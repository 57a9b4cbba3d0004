import type { Bot, BotChange } from '@/api/types'
import { type Retrieval, retrievalOf } from './retrieval'

type Fields = Omit<BotChange, 'version' | 'retrieval'>

/** What the form edits: a bot without what the server alone decides. An empty model is the operator's default. */
export type Draft = { [Field in keyof Fields]-?: NonNullable<Fields[Field]> } & { retrieval: Retrieval }

export function draftOf(bot: Bot): Draft {
  return {
    name: bot.name,
    description: bot.description ?? '',
    tone: bot.tone ?? '',
    instructions: bot.instructions ?? '',
    language: bot.language ?? '',
    temperature: bot.temperature ?? 0,
    welcomeMessage: bot.welcomeMessage ?? '',
    suggestedQuestions: bot.suggestedQuestions ?? [],
    visibility: bot.visibility,
    slug: bot.slug ?? '',
    model: bot.model ?? '',
    provider: bot.provider ?? '',
    retrieval: retrievalOf(bot.retrieval),
    cacheAnswers: bot.cacheAnswers,
  }
}

/** The fields that differ: only these are sent, so that a change made elsewhere meanwhile is not undone. */
export function changes(base: Draft, draft: Draft): Omit<BotChange, 'version'> {
  const tidy = { ...draft, suggestedQuestions: draft.suggestedQuestions.map((one) => one.trim()).filter(Boolean) }
  const differing = Object.entries(tidy).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(base[field as keyof Draft]),
  )
  return Object.fromEntries(differing) as Omit<BotChange, 'version'>
}
