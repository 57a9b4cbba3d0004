import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { taken } from '@/api/training-status'
import { BOT, source, status } from './source-scene'

test.each([
  ['became ready', [source({ id: 's', status: 'ready' })], false],
  ['left a long list by becoming ready', [], false],
  ['is still under way', [source({ id: 's', status: 'processing' })], true],
])('what was read of a source that %s', (_, now, kept) => {
  const client = new QueryClient()
  client.setQueryData(['status', BOT], status([source({ id: 's', status: 'processing' })]))
  client.setQueryData(['segments', BOT, 's', 0], ['former words'])
  taken(client, BOT, status(now))
  expect(client.getQueryData(['segments', BOT, 's', 0]) !== undefined).toBe(kept)
})
