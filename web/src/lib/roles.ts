import type { Bot } from '@/api/types'

export type Role = Bot['role']

export const ROLE_NAMES: Record<Role, string> = { owner: 'Owner', editor: 'Editor', viewer: 'Viewer' }

export const ROLE_MEANING = {
  editor: 'Changes what it says and knows',
  viewer: 'Talks to it, and sees how it is made',
}

/** A bot has one owner; everybody else in its team is one of these. */
export type TeammateRole = keyof typeof ROLE_MEANING
