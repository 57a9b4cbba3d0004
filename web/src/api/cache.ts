import type { Bot, Message } from './types'

/*
 * What the API's description says of answers that are given again, written by hand: the fields come with schema.d.ts
 * when it is generated anew.
 */

/** Whether it gives an answer again to the same question. */
export function cachesAnswers(bot: Bot): boolean {
  return (bot as Bot & { cacheAnswers?: boolean }).cacheAnswers ?? true
}

/** Whether no model was asked for it. */
export function isCached(message: Message): boolean {
  return (message as Message & { cached?: boolean }).cached ?? false
}
