import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import type { Bot, Invitation, Teammate } from '@/api/types'
import { BotCard } from '@/pages/bots/bot-card'
import { GeneralSettings } from '@/pages/settings/general-settings'
import { SettingsPage } from '@/pages/settings/settings-page'
import { TeamSettings } from '@/pages/settings/team/team-settings'
import { SourcesPage } from '@/pages/sources/sources-page'
import { findings } from './axe'
import { sent, server, show, submitted } from './page-scene'
import { source } from './source-scene'

const BOT = '0199a000-0000-7000-8000-000000000001'
const ME = '0199a000-0000-7000-8000-000000000002'
const AT = `/bots/${BOT}/settings`
const PATH = '/bots/:botId/settings'

const bot: Bot = {
  id: BOT,
  name: 'Desk',
  description: '',
  slug: 'desk',
  cacheAnswers: true,
  tone: '',
  instructions: '',
  model: null,
  provider: null,
  temperature: 0.2,
  language: '',
  welcomeMessage: '',
  suggestedQuestions: [],
  visibility: 'private',
  retrieval: {},
  version: 3,
  createdAt: '2026-11-21T00:00:00Z',
  updatedAt: '2026-11-21T00:00:00Z',
  role: 'owner',
}
const grace: Teammate = { id: 'grace', email: 'grace@b.c', name: 'Grace', role: 'editor', addedAt: bot.createdAt }
const nameless: Teammate = { ...grace, id: ME, email: 'ada@b.c', name: '', role: 'viewer' }
const invitation = (email: string, days: number): Invitation => ({
  id: email.replace(/@.*/, ''),
  email,
  role: 'viewer',
  createdAt: bot.createdAt,
  expiresAt: new Date(Date.now() + days * 86_400_000).toISOString(),
})
const none = () => new Response(null, { status: 204 })
const problem = (status: number, code: string, detail: string, errors: object[] = []) =>
  Response.json({ code, title: 'Not allowed', detail, status, errors }, { status })

interface Given {
  role?: Bot['role']
  teammates?: Teammate[]
  invitations?: Invitation[]
  change?: () => Response
}

function team({ role = 'owner', teammates = [], invitations = [], change = none }: Given) {
  server(({ method, path }) => {
    if (method !== 'GET') {
      return change()
    }
    if (path === '/api/auth/me') {
      return Response.json({ id: ME, email: 'ada@b.c', name: '' })
    }
    if (path === '/api/chat/models') {
      return Response.json({ items: [] })
    }
    if (path === '/api/chat/retrieval') {
      const choices = { rerank: true, reranker: false, neighbours: true, rewriting: true }
      return Response.json({ meaning: 0.6, diversity: 0, minScore: 0, passages: 8, ...choices })
    }
    return Response.json(path.endsWith('/teammates') ? { teammates, invitations } : { ...bot, role })
  })
}

describe('the team of a bot', () => {
  test('is empty at first, and says what to do', async () => {
    team({})
    show(<TeamSettings />, AT, PATH)
    expect(await screen.findByText('Nobody else yet')).toBeTruthy()
    expect(screen.queryByRole('heading', { name: 'Invitations' })).toBeNull()
    expect(await findings()).toEqual([])
  })

  test('is invited by e-mail in a role', async () => {
    team({ change: () => Response.json(invitation('new@b.c', 7), { status: 201 }) })
    show(<TeamSettings />, AT, PATH)
    await userEvent.type(await screen.findByLabelText('E-mail'), ' new@b.c')
    await userEvent.click(screen.getByRole('radio', { name: /Viewer/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Send invitation' }))
    await waitFor(() => expect(submitted().map(({ body }) => body)).toEqual([{ email: 'new@b.c', role: 'viewer' }]))
    await waitFor(() => expect(screen.getByLabelText('E-mail')).toHaveProperty('value', ''))
    expect(sent.filter(({ path }) => path.endsWith('/teammates')).length).toBeGreaterThan(2)
  })

  test('is invited anew after an invitation whose answer was lost was withdrawn', async () => {
    const invitations: Invitation[] = []
    const lost = () => {
      invitations.push(invitation('new@b.c', 7))
      return problem(502, 'x', 'Lost.')
    }
    const withdrawn = () => {
      invitations.length = 0
      return none()
    }
    const answers = [lost, withdrawn, () => Response.json(invitation('new@b.c', 7), { status: 201 })]
    team({ invitations, change: () => answers.shift()?.() ?? none() })
    show(<TeamSettings />, AT, PATH)
    await userEvent.type(await screen.findByLabelText('E-mail'), 'new@b.c')
    await userEvent.click(screen.getByRole('button', { name: 'Send invitation' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Withdraw the invitation of new@b.c' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Withdraw' }))
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Invitations' })).toBeNull())
    await userEvent.click(screen.getByRole('button', { name: 'Send invitation' }))
    await waitFor(() => expect(submitted()).toHaveLength(3))
    const [first, , again] = submitted()
    expect(again?.body).toEqual(first?.body)
    expect(again?.key).not.toBe(first?.key)
  })

  test('is as large as the plan allows, and there is a way to the plan', async () => {
    team({ change: () => problem(403, 'plan_limit_reached', 'The plan Free allows 1 teammates for each bot.') })
    show(<TeamSettings />, AT, PATH)
    await userEvent.type(await screen.findByLabelText('E-mail'), 'new@b.c')
    await userEvent.click(screen.getByRole('button', { name: 'Send invitation' }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('The plan Free allows 1 teammates for each bot.')
    expect(within(alert).getByRole('link', { name: 'See your plan' }).getAttribute('href')).toBe('/account')
    expect(screen.getByLabelText('E-mail')).toHaveProperty('value', 'new@b.c')
  })

  test('says at the field what is wrong with an address', async () => {
    const errors = [{ field: 'email', message: 'is your own' }]
    team({ change: () => problem(400, 'invalid_request', 'Not valid.', errors) })
    show(<TeamSettings />, AT, PATH)
    const field = await screen.findByLabelText('E-mail')
    await userEvent.type(field, 'ada@b.c')
    await userEvent.click(screen.getByRole('button', { name: 'Send invitation' }))
    expect(await screen.findByText('is your own')).toBeTruthy()
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('changes roles, and is what the server says when that is refused', async () => {
    team({ teammates: [grace], change: () => problem(404, 'not_found', 'There is no such teammate.') })
    show(<TeamSettings />, AT, PATH)
    const role = (await screen.findByLabelText('Role of Grace')) as HTMLSelectElement
    await userEvent.selectOptions(role, 'viewer')
    await waitFor(() => expect(submitted().map(({ body }) => body)).toEqual([{ role: 'viewer' }]))
    await waitFor(() => expect(role.value).toBe('editor'))
  })

  test('loses a teammate after a question only', async () => {
    team({ teammates: [grace, nameless] })
    show(<TeamSettings />, AT, PATH)
    await userEvent.click(await screen.findByRole('button', { name: 'Remove Grace' }))
    expect(await findings()).toEqual([])
    await userEvent.click(await screen.findByRole('button', { name: 'Keep' }))
    expect(submitted()).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Remove Grace' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Remove' }))
    await waitFor(() =>
      expect(submitted().map(({ method, path }) => `${method} ${path}`)).toEqual([
        `DELETE /api/chatbots/${BOT}/teammates/grace`,
      ]),
    )
  })

  test('shows invitations, which are sent again or withdrawn', async () => {
    team({ invitations: [invitation('open@b.c', 3), invitation('late@b.c', -1)] })
    show(<TeamSettings />, AT, PATH)
    expect(await screen.findByText(/in 2 days|in 3 days/)).toBeTruthy()
    expect(screen.getByText('Expired')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Invite again: late@b.c' }))
    await waitFor(() => expect(submitted()[0]?.body).toEqual({ email: 'late@b.c', role: 'viewer' }))
    await userEvent.click(screen.getByRole('button', { name: 'Withdraw the invitation of open@b.c' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Withdraw' }))
    await waitFor(() => expect(submitted()[1]?.path).toBe(`/api/chatbots/${BOT}/invitations/open`))
  })

  test('could not be asked for', async () => {
    server(({ path }) =>
      path.endsWith('/teammates') ? problem(403, 'forbidden', 'Ask its owner.') : Response.json(bot),
    )
    show(<TeamSettings />, AT, PATH)
    expect((await screen.findByRole('alert')).textContent).toContain('Ask its owner.')
  })

  test('is left by a teammate, who changes nothing else in it', async () => {
    team({ role: 'viewer', teammates: [grace, nameless] })
    const router = show(<TeamSettings />, AT, PATH)
    expect(await screen.findByText('(you)')).toBeTruthy()
    expect(screen.queryByLabelText('E-mail')).toBeNull()
    expect(screen.queryByLabelText('Role of Grace')).toBeNull()
    expect(await findings()).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Leave' }))
    const leave = await screen.findAllByRole('button', { name: 'Leave' })
    await userEvent.click(leave.at(-1) as HTMLElement)
    await waitFor(() => expect(router.state.location.pathname).toBe('/bots'))
    expect(submitted()[0]?.path).toBe(`/api/chatbots/${BOT}/teammates/${ME}`)
  })
})

describe('a role', () => {
  test('is shown on bots of others', () => {
    server(none)
    show(
      <ul>
        <BotCard bot={{ ...bot, role: 'editor' }} />
        <BotCard bot={{ ...bot, role: 'viewer' }} />
        <BotCard bot={bot} />
      </ul>,
    )
    expect(screen.getByText('Editor')).toBeTruthy()
    expect(screen.getByText('Viewer')).toBeTruthy()
    expect(screen.queryByText('Owner')).toBeNull()
  })

  test('of a viewer sees the settings and changes none', async () => {
    team({ role: 'viewer' })
    show(<GeneralSettings />, AT, PATH)
    expect(await screen.findByText(/You are a viewer of this bot/)).toBeTruthy()
    expect(screen.getByLabelText('Name').matches(':disabled, fieldset[disabled] *')).toBe(true)
    expect(screen.queryByRole('button', { name: 'Delete bot' })).toBeNull()
    expect(await findings()).toEqual([])
  })

  test('of an editor changes settings, and neither deletes the bot nor makes keys', async () => {
    team({ role: 'editor' })
    show(
      <>
        <SettingsPage />
        <GeneralSettings />
      </>,
      AT,
      PATH,
    )
    expect((await screen.findByLabelText('Name')).matches('fieldset[disabled] *')).toBe(false)
    expect(screen.queryByRole('button', { name: 'Delete bot' })).toBeNull()
    expect(screen.getByRole('link', { name: 'Team' })).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('link', { name: 'API keys' })).toBeNull())
  })

  const failed = source({ title: 'Hours', status: 'failed', error: { code: 'no_text', message: 'No text.' } })
  const sources = (role: Bot['role']) =>
    server(({ path }) =>
      Response.json(
        path.endsWith('/status')
          ? { status: 'failed', counts: { pending: 0, processing: 0, ready: 0, failed: 1 }, sources: [failed] }
          : { ...bot, role },
      ),
    )

  test('of a viewer reads sources and changes none', async () => {
    sources('viewer')
    show(<SourcesPage />, AT, PATH)
    expect(await screen.findByText('Hours')).toBeTruthy()
    expect(await screen.findByText(/You are a viewer of this bot/)).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
    expect(await findings()).toEqual([])
  })

  test('of an editor adds and trains sources', async () => {
    sources('editor')
    show(<SourcesPage />, AT, PATH)
    expect(await screen.findByRole('button', { name: 'Retry failed' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Questions and answers' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'More for Hours' })).toBeTruthy()
  })
})
