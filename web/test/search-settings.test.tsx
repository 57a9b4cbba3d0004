import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import type { Bot, BotRetrieval, RetrievalStandard } from '@/api/types'
import { SettingsForm } from '@/pages/settings/settings-form'
import { findings } from './axe'
import { sent, server, show } from './page-scene'

const STANDARD: RetrievalStandard = {
  meaning: 0.6,
  diversity: 0,
  minScore: 0,
  rerank: true,
  reranker: false,
  neighbours: true,
  passages: 8,
  rewriting: true,
}
const NOTHING: BotRetrieval = {
  meaning: null,
  diversity: null,
  minScore: null,
  rerank: null,
  neighbours: null,
  passages: null,
  rewriting: null,
}

function botWith(retrieval: BotRetrieval, role: Bot['role'] = 'owner'): Bot {
  return {
    id: '0199a000-0000-7000-8000-000000000001',
    name: 'Desk',
    description: '',
    slug: 'desk',
    cacheAnswers: true,
    tone: '',
    instructions: '',
    model: null,
    provider: null,
    temperature: 0.2,
    language: null,
    welcomeMessage: '',
    suggestedQuestions: [],
    visibility: 'private',
    retrieval,
    role,
    version: 3,
    createdAt: '2026-11-21T00:00:00Z',
    updatedAt: '2026-11-21T00:00:00Z',
  }
}

async function open(bot: Bot, standard: RetrievalStandard = STANDARD) {
  server(({ method, path, body }) => {
    if (method === 'PATCH') {
      return Response.json({ ...bot, ...(body as object), version: 4 })
    }
    return Response.json(path === '/api/chat/retrieval' ? standard : { items: [], nextCursor: null })
  })
  show(<SettingsForm bot={bot} />)
  return await screen.findByRole('slider', { name: 'Words or meaning' })
}

async function save() {
  await userEvent.click(screen.getByRole('button', { name: 'Save changes' }))
  await waitFor(() => expect(screen.queryByText('Unsaved changes')).toBeNull())
  return sent.findLast(({ method }) => method === 'PATCH')?.body
}

describe('how sources are searched', () => {
  test('shows the defaults, and which settings are the bot’s own', async () => {
    const meaning = await open(botWith({ ...NOTHING, diversity: 0.3, passages: 12, neighbours: false }))

    expect(meaning.getAttribute('aria-valuetext')).toBe('0.60, the default')
    expect(screen.getByRole('slider', { name: 'Variety' }).getAttribute('aria-valuetext')).toBe('0.30')
    expect(screen.getByLabelText<HTMLInputElement>('Passages for an answer').value).toBe('12')
    expect(screen.getByText('Default: 8.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLSelectElement>('Add the neighbouring passage').value).toBe('off')
    const completing = screen.getByLabelText<HTMLSelectElement>('Complete follow-up questions')
    expect(within(completing).getByRole<HTMLOptionElement>('option', { name: 'Default (on)' }).selected).toBe(true)
    expect(screen.getAllByRole('button', { name: /^Use the default for:/ })).toHaveLength(1)
    expect(screen.queryByText('Unsaved changes')).toBeNull()
    expect(await findings()).toEqual([])
  })

  test('sends all of them together, by keyboard', async () => {
    const meaning = await open(botWith({ ...NOTHING, minScore: 0.2 }))

    meaning.focus()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    await userEvent.type(screen.getByLabelText('Passages for an answer'), '5')
    await userEvent.selectOptions(screen.getByLabelText('Complete follow-up questions'), 'Off')

    expect(await save()).toEqual({
      version: 3,
      retrieval: { ...NOTHING, meaning: 0.7, minScore: 0.2, passages: 5, rewriting: false },
    })
  })

  test('goes back to the default one by one, and keeps the focus in the row', async () => {
    const meaning = await open(botWith({ ...NOTHING, meaning: 1, passages: 3 }))

    await userEvent.click(screen.getByRole('button', { name: 'Use the default for: Words or meaning' }))

    expect(meaning.getAttribute('aria-valuetext')).toBe('0.60, the default')
    expect(document.activeElement).toBe(meaning)
    await userEvent.clear(screen.getByLabelText('Passages for an answer'))
    expect(await save()).toEqual({ version: 3, retrieval: NOTHING })
  })

  test('goes back to all defaults at once', async () => {
    await open(botWith({ ...NOTHING, diversity: 0.5, neighbours: false, rewriting: false }))
    const all = screen.getByRole('button', { name: 'Use the defaults for all of this' })
    expect(all.getAttribute('aria-disabled')).toBe('false')

    await userEvent.click(all)

    expect(all.getAttribute('aria-disabled')).toBe('true')
    expect(await save()).toEqual({ version: 3, retrieval: NOTHING })
  })

  test('speaks of the second reading only where there is one, or the bot has a setting for it', async () => {
    await open(botWith(NOTHING))
    expect(screen.queryByLabelText('Read passages again')).toBeNull()
  })

  test('lets the second reading be switched off where there is one', async () => {
    await open(botWith(NOTHING), { ...STANDARD, reranker: true })
    await userEvent.selectOptions(screen.getByLabelText('Read passages again'), 'Off')
    expect(await save()).toEqual({ version: 3, retrieval: { ...NOTHING, rerank: false } })
  })

  test('cannot be changed by a viewer', async () => {
    const meaning = await open(botWith({ ...NOTHING, meaning: 0.9 }, 'viewer'))

    expect(meaning.hasAttribute('data-disabled')).toBe(true)
    expect(screen.queryByRole('button', { name: /^Use the default/ })).toBeNull()
    expect(screen.getByLabelText('Passages for an answer').closest('fieldset')?.disabled).toBe(true)
  })

  test('tells what the server refuses', async () => {
    server(({ method, path }) => {
      if (method === 'PATCH') {
        const errors = [{ field: 'retrieval.passages', message: 'must be less than or equal to 30' }]
        return Response.json({ status: 400, code: 'invalid_request', title: 'No', errors }, { status: 400 })
      }
      return Response.json(path === '/api/chat/retrieval' ? STANDARD : { items: [], nextCursor: null })
    })
    show(<SettingsForm bot={botWith(NOTHING)} />)
    await userEvent.type(await screen.findByLabelText('Passages for an answer'), '9')
    await userEvent.click(screen.getByRole('button', { name: 'Save changes' }))

    expect(await screen.findByText('must be less than or equal to 30')).toBeTruthy()
  })
})

describe('the same question again', () => {
  test('can be asked of the model every time', async () => {
    await open(botWith(NOTHING))
    const choice = screen.getByLabelText<HTMLSelectElement>('Same question again')
    expect(choice.value).toBe('on')

    await userEvent.selectOptions(choice, 'Ask the model every time')

    expect(await save()).toEqual({ version: 3, cacheAnswers: false })
  })
})
