import type { ApiKey } from '@/api/types'

export type Scope = ApiKey['scopes'][number]

export const SCOPES: { scope: Scope; label: string; meaning: string }[] = [
  { scope: 'chat', label: 'Chat', meaning: 'Asks it questions, and reads the conversations of this key.' },
  { scope: 'read', label: 'Read', meaning: 'Sees its settings and its sources.' },
  { scope: 'write', label: 'Write', meaning: 'Changes its settings, adds, trains and removes sources.' },
]
