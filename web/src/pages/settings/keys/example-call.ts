import type { Scope } from './scopes'

/** A call for the shell that the key may make, against this very server. */
export function exampleCall(origin: string, botId: string, scopes: Scope[], secret: string): string {
  const authorization = `-H 'Authorization: Bearer ${secret}'`
  const json = "-H 'Content-Type: application/json'"
  if (scopes.includes('chat')) {
    return [`curl ${origin}/api/chat`, authorization, json, `-d '{"content": "What can you help me with?"}'`].join(
      ' \\\n  ',
    )
  }
  return scopes.includes('read')
    ? [`curl ${origin}/api/chatbots/${botId}`, authorization].join(' \\\n  ')
    : [
        `curl ${origin}/api/chatbots/${botId}/sources`,
        authorization,
        json,
        `-d '{"type": "text", "title": "Opening hours", "text": "Monday to Friday, 9 to 17."}'`,
      ].join(' \\\n  ')
}
