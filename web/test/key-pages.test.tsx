import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import type { ApiKey, Bot } from '@/api/types'
import { exampleCall } from '@/pages/settings/keys/example-call'
import { KeySettings } from '@/pages/settings/keys/key-settings'
import { findings } from './axe'
import { sent, server, show, submitted } from './page-scene'

const BOT = '0199a000-0000-7000-8000-000000000001'
const AT = `/bots/${BOT}/settings/keys`
const PATH = '/bots/:botId/settings/keys'

const shop: ApiKey = {
  id: 'k',
  name: 'Web shop',
  prefix: 'cfk_Vd3kq8Yc',
  scopes: ['chat'],
  createdAt: '2026-11-01T08:00:00Z',
  expiresAt: null,
  lastUsedAt: null,
}
const made = () => Response.json({ key: shop, secret: 'cfk_Vd3kq8Yc1nPz7X' }, { status: 201 })

function keys(items: ApiKey[], change = made, role: Bot['role'] = 'owner') {
  server(({ method, path }) => {
    if (method !== 'GET') {
      return change()
    }
    return Response.json(path.endsWith('/keys') ? { items, nextCursor: null } : { id: BOT, name: 'Desk', role })
  })
}

const refuse = (code: string, errors: object[] = []) =>
  Response.json({ code, title: 'No', detail: 'The plan allows 1 keys.', status: 403, errors }, { status: 403 })

describe('API keys', () => {
  test('are none at first, and what they are for is said', async () => {
    keys([])
    show(<KeySettings />, AT, PATH)
    expect(await screen.findByText('No keys yet')).toBeTruthy()
    expect(await findings()).toEqual([])
  })

  test('are made with what they may do and until when, and shown once', async () => {
    keys([])
    show(<KeySettings />, AT, PATH)
    await userEvent.type(await screen.findByLabelText('Name'), 'Web shop')
    await userEvent.click(screen.getByRole('checkbox', { name: 'Read' }))
    await userEvent.selectOptions(screen.getByLabelText('Expires after'), 'A year')
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }))
    const heading = await screen.findByRole('heading', { name: 'The key “Web shop” is made' })
    expect(document.activeElement).toBe(heading)
    expect(screen.getByText('cfk_Vd3kq8Yc1nPz7X')).toBeTruthy()
    expect(screen.getByText(/Authorization: Bearer cfk_Vd3kq8Yc1nPz7X/).textContent).toContain('/api/chat ')
    expect(await findings()).toEqual([])
    const body = submitted()[0]?.body as { name: string; scopes: string[]; expiresAt: string }
    expect(body).toMatchObject({ name: 'Web shop', scopes: ['chat', 'read'] })
    expect(Math.round((Date.parse(body.expiresAt) - Date.now()) / 86_400_000)).toBe(365)
    await userEvent.click(screen.getByRole('button', { name: 'I have kept it' }))
    expect(screen.queryByText(/cfk_Vd3kq8Yc1nPz7X/)).toBeNull()
    expect(screen.getByLabelText('Name')).toHaveProperty('value', '')
    expect(document.activeElement).toBe(screen.getByLabelText('Name'))
  })

  test('are asked for again under the same key when it is not known whether one was made, and looked for', async () => {
    keys([], () => Response.json({ code: 'x', title: 'No', status: 502 }, { status: 502 }))
    show(<KeySettings />, AT, PATH)
    await userEvent.type(await screen.findByLabelText('Name'), 'Web shop')
    const listed = () => sent.filter(({ method, path }) => method === 'GET' && path.endsWith('/keys')).length
    const before = listed()
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }))
    await screen.findByRole('alert')
    await waitFor(() => expect(listed()).toBeGreaterThan(before))
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }))
    await waitFor(() => expect(submitted()).toHaveLength(2))
    const [first, second] = submitted()
    expect(second).toEqual(first)
    expect(first?.key).toBeTruthy()
  })

  test('may last for ever', async () => {
    keys([])
    show(<KeySettings />, AT, PATH)
    await userEvent.type(await screen.findByLabelText('Name'), 'Web shop')
    await userEvent.selectOptions(screen.getByLabelText('Expires after'), 'Never')
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }))
    await screen.findByRole('heading', { name: /is made/ })
    expect(submitted()[0]?.body).toEqual({ name: 'Web shop', scopes: ['chat'], expiresAt: null })
  })

  test('are good for something', async () => {
    keys([])
    show(<KeySettings />, AT, PATH)
    await userEvent.type(await screen.findByLabelText('Name'), 'Web shop')
    await userEvent.click(screen.getByRole('checkbox', { name: 'Chat' }))
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }))
    expect((await screen.findByRole('alert')).textContent).toBe('Choose at least one.')
    expect(submitted()).toEqual([])
  })

  test('are as many as the plan allows', async () => {
    keys([], () => refuse('plan_limit_reached'))
    show(<KeySettings />, AT, PATH)
    await userEvent.type(await screen.findByLabelText('Name'), 'Web shop')
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }))
    expect((await screen.findByRole('alert')).textContent).toContain('The plan allows 1 keys.')
    expect(screen.getByRole('link', { name: 'See your plan' })).toBeTruthy()
  })

  test('have a fault said at its field', async () => {
    keys([], () => refuse('invalid_request', [{ field: 'name', message: 'must be one line' }]))
    show(<KeySettings />, AT, PATH)
    await userEvent.type(await screen.findByLabelText('Name'), 'Web shop')
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }))
    expect(await screen.findByText('must be one line')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('are listed, and revoked after a question', async () => {
    const old = { ...shop, id: 'old', name: 'Old script', expiresAt: '2026-11-02T08:00:00Z' }
    keys([shop, old], () => new Response(null, { status: 204 }))
    show(<KeySettings />, AT, PATH)
    const list = await screen.findByRole('list', { name: 'API keys' })
    expect(list.textContent).toContain('cfk_Vd3kq8Yc…')
    expect(list.textContent).toContain('Never used · Never expires')
    expect(screen.getByText('Expired')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Revoke Web shop' }))
    expect(await findings()).toEqual([])
    expect(submitted()).toEqual([])
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke' }))
    await waitFor(() => expect(submitted()[0]?.path).toBe(`/api/chatbots/${BOT}/keys/k`))
  })

  test('are the owner’s', async () => {
    keys([], made, 'editor')
    show(<KeySettings />, AT, PATH)
    expect(await screen.findByText(/Only the owner of a bot/)).toBeTruthy()
    expect(screen.queryByLabelText('Name')).toBeNull()
  })

  test('come with a call that they may make', () => {
    expect(exampleCall('https://a.b', BOT, ['chat', 'write'], 'cfk_1')).toBe(
      `curl https://a.b/api/chat \\\n  -H 'Authorization: Bearer cfk_1' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"content": "What can you help me with?"}'`,
    )
    expect(exampleCall('https://a.b', BOT, ['read'], 'cfk_1')).toContain(`/api/chatbots/${BOT} `)
    expect(exampleCall('https://a.b', BOT, ['write'], 'cfk_1')).toContain(`/api/chatbots/${BOT}/sources `)
  })
})
