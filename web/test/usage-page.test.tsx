import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { bounds, by, days } from '@/pages/usage/sums'
import { UsagePage } from '@/pages/usage/usage-page'
import { findings } from './axe'
import { sent, server, show } from './page-scene'

const sums = (answers: number, promptTokens: number, completionTokens: number, credits: number) => ({
  answers,
  promptTokens,
  cachedTokens: 0,
  completionTokens,
  credits,
  writtenOff: 0,
  counted: 0,
})
const line = (day: string, botId: string | null, model: string, given: ReturnType<typeof sums>) => ({
  day,
  accountId: null,
  botId,
  userId: null,
  provider: 'openai',
  model,
  origin: null,
  sums: given,
})
const LINES = [
  line('2026-11-19', 'b1', 'small', sums(2, 900, 100, 1_000)),
  line('2026-11-21', 'b1', 'large', sums(1, 400, 100, 5_000)),
  line('2026-11-21', null, 'small', sums(1, 50, 50, 100)),
]
const USAGE = { from: '2026-11-18', to: '2026-11-21', group: [], total: sums(4, 1_350, 250, 6_100), items: LINES }
/** As the server sums it up: only what was asked for is told apart. */
function grouped(search: string) {
  const group = new URLSearchParams(search).getAll('group')
  const items = LINES.map(({ sums, ...keys }) => ({
    ...Object.fromEntries(
      Object.entries(keys).map(([name, value]) => [name, group.includes(name.replace('Id', '')) ? value : null]),
    ),
    sums,
  }))
  // Too fine a question is cut.
  return { ...USAGE, items: items.slice(0, group.length > 2 ? 1 : items.length) }
}
const BALANCE = {
  available: 3_900,
  reserved: 120,
  unlimited: false,
  lasting: 0,
  allowance: { allotted: 10_000, spent: 6_100, left: 3_900 },
  renewedAt: '2026-12-01T00:00:00Z',
}
const transaction = (number: number, given: object) => ({
  number,
  kind: 'settlement',
  reference: null,
  amount: 20,
  reserved: -120,
  consumed: 100,
  expired: 0,
  writtenOff: 0,
  available: 3_900,
  botId: 'b1',
  provider: 'openai',
  model: 'small',
  note: null,
  at: '2026-11-21T07:00:00Z',
  ...given,
})
const absent = () =>
  Response.json({ status: 404, code: 'not_found', title: 'Not found', detail: 'There is nothing.' }, { status: 404 })

function scene(answers: Record<string, () => Response | Promise<Response>> = {}) {
  server(({ path, search }) => {
    switch (path) {
      case '/api/usage':
        return (answers.usage ?? (() => Response.json(grouped(search))))()
      case '/api/credits/balance':
        return (answers.balance ?? (() => Response.json(BALANCE)))()
      case '/api/credits/transactions':
        return (
          answers.transactions ??
          (() =>
            Response.json({
              items: [
                transaction(3, {}),
                transaction(2, { kind: 'reservation', amount: -120, consumed: 0 }),
                transaction(1, { kind: 'grant', amount: 500, consumed: 0, model: null, note: 'Welcome' }),
              ],
              nextCursor: null,
            }))
        )()
      default:
        return (answers.bots ?? (() => Response.json({ items: [{ id: 'b1', name: 'Shop' }], nextCursor: null })))()
    }
  })
  show(<UsagePage />)
}

const table = async (name: string) => within(await screen.findByRole('region', { name }))

afterEach(() => vi.unstubAllGlobals())

describe('the usage page', () => {
  test('shows what is left, what was used, and for what', async () => {
    scene()
    expect(await screen.findByText('3,900')).toBeTruthy()
    expect(screen.getByText(/6,100 of this month's 10,000 are used\. New ones come on .*2026/)).toBeTruthy()
    expect(screen.getByText(/120 more are held/)).toBeTruthy()
    expect(await screen.findByRole('img', { name: /Credits, this month: most on .*21.*, 5,100 credits/ })).toBeTruthy()
    const bots = await table('By bot')
    await waitFor(() => expect(bots.getByRole('row', { name: /Shop 3 1,500 6,000 98%/ })).toBeTruthy())
    expect(bots.getByRole('row', { name: /Without a bot 1 100 100 2%/ })).toBeTruthy()
    expect((await table('By model')).getByRole('row', { name: 'openai / large 1 500 5,000 82%' })).toBeTruthy()
    expect(await findings()).toEqual([])
  })

  test('tells bots of the same name apart, and names those of all pages', async () => {
    const lines = [
      ...LINES,
      line('2026-11-21', 'b2', 'small', sums(7, 0, 10, 0)),
      line('2026-11-21', 'b3', 'small', sums(5, 0, 10, 0)),
    ]
    scene({
      usage: () => Response.json({ ...USAGE, items: lines }),
      bots: () =>
        Response.json(
          sent.filter(({ path }) => path === '/api/chatbots').length === 1
            ? { items: [{ id: 'b1', name: 'Shop' }], nextCursor: 'next' }
            : { items: [{ id: 'b2', name: 'Shop' }], nextCursor: null },
        ),
    })
    const bots = await table('By bot')
    expect(await bots.findByRole('row', { name: /Shop 3 1,500/ })).toBeTruthy()
    expect(bots.getByRole('row', { name: /Shop 7 10/ })).toBeTruthy()
    expect(bots.getByRole('row', { name: /A bot that is gone 5 10/ })).toBeTruthy()
  })

  test('does not call a bot gone while its name is being read', async () => {
    let answer = (_: Response) => {}
    scene({ bots: () => new Promise<Response>((resolve) => (answer = resolve)) })
    const bots = await table('By bot')
    expect(bots.getByRole('row', { name: /Loading the name 3/ })).toBeTruthy()
    answer(Response.json({ items: [{ id: 'b1', name: 'Shop' }], nextCursor: null }))
    expect(await bots.findByRole('row', { name: /Shop 3/ })).toBeTruthy()
  })

  test('shows tokens or answers as well', async () => {
    scene()
    await userEvent.selectOptions(await screen.findByLabelText('Show'), 'Tokens')
    expect(await screen.findByRole('img', { name: /Tokens, this month: most on .*19.*, 1,000 tokens/ })).toBeTruthy()
  })

  test('tells each change of the credits', async () => {
    scene()
    const history = await table('History of credits')
    expect(await history.findByText('+20')).toBeTruthy()
    expect(history.getByText(/small · 100 used/)).toBeTruthy()
    expect(history.getByText('−120')).toBeTruthy()
    expect(history.getByText(/Welcome/)).toBeTruthy()
  })

  test('says when nothing is left, and until when', async () => {
    scene({ balance: () => Response.json({ ...BALANCE, available: 0 }) })
    expect(await screen.findByText(/No answers of models that cost credits can be given until then/)).toBeTruthy()
  })

  test('says that a plan has no limit', async () => {
    scene({ balance: () => Response.json({ ...BALANCE, unlimited: true }) })
    expect(await screen.findByText('Unlimited')).toBeTruthy()
  })

  test('says so where the server counts nothing yet', async () => {
    scene({ usage: absent, balance: absent })
    expect(await screen.findByText('Nothing is counted here yet')).toBeTruthy()
    expect(screen.queryByText('History of credits')).toBeNull()
    expect(await findings()).toEqual([])
  })

  test('says what went wrong, and asks again', async () => {
    let broken = true
    scene({
      balance: () =>
        broken
          ? Response.json(
              { status: 403, code: 'forbidden', title: 'Not allowed', detail: 'Ask the owner.' },
              { status: 403 },
            )
          : Response.json(BALANCE),
    })
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Ask the owner.'))
    broken = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('3,900')).toBeTruthy()
  })
})

test('days without use are there with nothing', () => {
  expect(days(LINES, '2026-11-18', '2026-11-21', 'answers').map(({ value }) => value)).toEqual([0, 2, 0, 2])
})

test('sums are told apart, the largest first', () => {
  expect(by(LINES, ({ model }) => model ?? '').map(([name, { credits }]) => [name, credits])).toEqual([
    ['large', 5_000],
    ['small', 1_100],
  ])
})

test('periods are in days of UTC', () => {
  const now = Date.parse('2026-11-21T23:30:00Z')
  expect(bounds('month', now)).toEqual({ from: '2026-11-01', to: '2026-11-21' })
  expect(bounds('7', now)).toEqual({ from: '2026-11-15', to: '2026-11-21' })
})
