import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import type { Bot, Evaluation, EvaluationMeasures, EvaluationResult, QuestionSet, Source } from '@/api/types'
import { EvaluationPage } from '@/pages/evaluation/evaluation-page'
import { questionsOf } from '@/pages/evaluation/question-csv'
import { RunPage } from '@/pages/evaluation/run-page'
import { SetPage } from '@/pages/evaluation/set-page'
import { absentSource } from '@/pages/evaluation/wording'
import { findings } from './axe'
import { server, show, submitted } from './page-scene'

const BOT = '0199a000-0000-7000-8000-000000000001'
const BASE = `/api/chatbots/${BOT}/evaluations`

const source = { id: 's', title: 'Opening hours', fileName: 'hours.pdf', citable: true } as Source
const other = { id: 't', title: 'Returns', fileName: null, citable: true } as Source
const place = { sourceId: 's', page: null, segment: null, section: null, phrase: 'opens at ten' }
const question = {
  text: 'When are you open on Saturdays?',
  places: [place],
  expectedAnswer: 'From ten to two.',
}
const set: QuestionSet = {
  id: 'set',
  chatbotId: BOT,
  name: 'Hours',
  questions: [question],
  version: 3,
  createdAt: '2026-11-01T08:00:00Z',
  updatedAt: '2026-11-01T08:00:00Z',
}
const summary = { ...set, questions: 1 }

const measures = (share: number, groundedness: number | null = null): EvaluationMeasures => ({
  recall: share,
  ndcg: share,
  reciprocalRank: share,
  hit: share,
  groundedness,
})

const run = (id: string, changes: Partial<Evaluation> = {}): Evaluation => ({
  id,
  chatbotId: BOT,
  setId: 'set',
  setName: 'Hours',
  label: `Run ${id}`,
  state: 'done',
  settings: { k: 10, answers: false, retrieval: null },
  total: 1,
  done: 1,
  provider: null,
  model: null,
  indexModel: 'some-embedding',
  botVersion: 1,
  means: measures(0.5),
  failure: null,
  createdAt: '2026-11-02T08:00:00Z',
  startedAt: '2026-11-02T08:00:00Z',
  endedAt: '2026-11-02T08:00:05Z',
  ...changes,
})

const result: EvaluationResult = {
  ordinal: 0,
  question: { ...question, places: [place, { ...place, sourceId: 't', phrase: 'receipt' }] },
  ranks: [2, null],
  passages: [
    {
      rank: 1,
      passageId: 'p1',
      sourceId: 'gone',
      segment: 0,
      page: null,
      second: null,
      section: 'Old',
      start: 0,
      end: 9,
      score: 0.9,
      expected: false,
    },
    {
      rank: 2,
      passageId: 'p2',
      sourceId: 's',
      segment: 4,
      page: 7,
      second: null,
      section: null,
      start: 3,
      end: 30,
      score: 0.8,
      expected: true,
    },
  ],
  measures: measures(0.5, 1),
  answer: { text: 'It opens at ten [1].', sentences: 1, grounded: 1, failure: null },
}

interface Scene {
  sets?: object[]
  runs?: Evaluation[]
  role?: Bot['role']
  write?: (path: string) => Response
}

function scene({ sets = [summary], runs = [], role = 'owner', write }: Scene = {}) {
  server(({ method, path }) => {
    if (method !== 'GET') {
      return write?.(path) ?? Response.json(run('new', { state: 'waiting', means: null, done: 0 }), { status: 202 })
    }
    const one = runs.find(({ id }) => path === `${BASE}/runs/${id}`)
    switch (true) {
      case path === `${BASE}/sets`:
        return Response.json({ items: sets })
      case path === `${BASE}/sets/set`:
        return Response.json(set)
      case path === `${BASE}/runs`:
        return Response.json({ items: runs, nextCursor: null })
      case path.includes('/comparison/'):
        return Response.json({
          base: run('a'),
          run: run('b'),
          common: 1,
          baseMeans: measures(0.5),
          runMeans: measures(0.75),
          questions: [
            { question: 'Unchanged?', base: measures(1), run: measures(1) },
            { question: 'Better?', base: measures(0), run: measures(1) },
          ],
        })
      case path.endsWith('/results'):
        return Response.json({ items: [result], nextCursor: null })
      case one !== undefined:
        return Response.json(one)
      case path.endsWith('/status'):
        return Response.json({ status: 'ready', counts: {}, sources: [source, other] })
      default:
        return Response.json({ id: BOT, name: 'Desk', role })
    }
  })
}

const overview = () => show(<EvaluationPage />, `/bots/${BOT}/evaluation`, '/bots/:botId/evaluation')
const editor = (id: string) =>
  show(<SetPage />, `/bots/${BOT}/evaluation/sets/${id}`, '/bots/:botId/evaluation/sets/:setId')
const runPage = (id: string) =>
  show(<RunPage />, `/bots/${BOT}/evaluation/runs/${id}`, '/bots/:botId/evaluation/runs/:runId')

describe('Evaluations', () => {
  test('begin with what they are for', async () => {
    scene({ sets: [] })
    overview()
    expect(await screen.findByText('Is a change for the better?')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Write questions' })).toBeTruthy()
    expect(await findings()).toEqual([])
  })

  test('have a history of each question set, as a picture and as a table', async () => {
    const later = run('b', { means: measures(0.8), createdAt: '2026-11-03T08:00:00Z' })
    scene({ runs: [later, run('a'), run('x', { setId: 'y', setName: 'Returns' })] })
    overview()
    expect(await screen.findByRole('img', { name: /Recall from 50% to 80%, nDCG from 50% to 80%/ })).toBeTruthy()
    expect(screen.getByRole('link', { name: /Run b/ })).toBeTruthy()
    expect(screen.queryByRole('link', { name: /Run x/ })).toBeNull()
    await userEvent.selectOptions(screen.getByLabelText('Question set'), 'Returns')
    expect(screen.getByRole('link', { name: /Run x/ })).toBeTruthy()
    expect(await findings()).toEqual([])
  })

  test('are run with the bot’s settings', async () => {
    scene()
    const router = overview()
    await userEvent.click(await screen.findByRole('button', { name: 'Run Hours' }))
    expect(await findings()).toEqual([])
    await userEvent.type(screen.getByLabelText('Label'), 'With the new manual')
    await userEvent.click(screen.getByRole('button', { name: 'Start' }))
    await waitFor(() => expect(router.state.location.pathname).toBe(`/bots/${BOT}/evaluation/runs/new`))
    expect(submitted()[0]?.body).toEqual({
      setId: 'set',
      label: 'With the new manual',
      k: 10,
      answers: false,
      retrieval: null,
    })
  })

  test('are run with answers and other settings', async () => {
    scene()
    overview()
    await userEvent.click(await screen.findByRole('button', { name: 'Run Hours' }))
    await userEvent.click(screen.getByRole('checkbox', { name: /Have the bot answer/ }))
    await userEvent.click(screen.getByRole('checkbox', { name: /Search with other settings/ }))
    await userEvent.type(screen.getByLabelText('Meaning against words'), '0.25')
    await userEvent.selectOptions(screen.getByLabelText('Reranker'), 'Off')
    await userEvent.click(screen.getByRole('button', { name: 'Start' }))
    await waitFor(() => expect(submitted()).toHaveLength(1))
    expect(submitted()[0]?.body).toMatchObject({ answers: true, retrieval: { meaning: 0.25, rerank: false } })
  })

  test('are one at a time', async () => {
    const detail = 'An evaluation is under way already.'
    scene({ write: () => Response.json({ code: 'conflict', title: 'No', status: 409, detail }, { status: 409 }) })
    overview()
    await userEvent.click(await screen.findByRole('button', { name: 'Run Hours' }))
    await userEvent.click(screen.getByRole('button', { name: 'Start' }))
    expect((await screen.findByRole('alert')).textContent).toContain(detail)
  })

  test('are read by viewers', async () => {
    scene({ role: 'viewer', runs: [run('a')] })
    overview()
    expect(await screen.findByText(/You are a viewer/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Run/ })).toBeNull()
    expect(screen.queryByRole('link', { name: 'New question set' })).toBeNull()
  })
})

describe('A question set', () => {
  test('is written one question after the other', async () => {
    scene({ write: () => Response.json(set, { status: 201 }) })
    const router = editor('new')
    await userEvent.type(await screen.findByLabelText('Name'), 'Hours')
    await userEvent.type(screen.getByLabelText('Question 1'), question.text)
    await userEvent.selectOptions(screen.getByLabelText('Source'), 'Opening hours')
    await userEvent.type(screen.getByLabelText('Words in the passage'), 'opens at ten')
    await userEvent.click(screen.getByRole('button', { name: 'Add a question' }))
    expect(await findings()).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Remove question 2' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save 1 question' }))
    await waitFor(() => expect(router.state.location.pathname).toBe(`/bots/${BOT}/evaluation`))
    expect(submitted()[0]?.body).toEqual({ name: 'Hours', questions: [{ ...question, expectedAnswer: null }] })
  })

  test('is changed from the version that was read', async () => {
    scene({
      write: () => Response.json({ code: 'version_conflict', title: 'No', status: 409, detail: 'x' }, { status: 409 }),
    })
    editor('set')
    await userEvent.type(await screen.findByLabelText('Section'), 'Weekend')
    await userEvent.click(screen.getByRole('button', { name: 'Save 1 question' }))
    expect((await screen.findByRole('alert')).textContent).toContain('Somebody else changed')
    expect(submitted()[0]).toMatchObject({
      method: 'PATCH',
      body: { version: 3, questions: [{ places: [{ section: 'Weekend' }] }] },
    })
  })

  test('is imported from a table', async () => {
    scene()
    editor('new')
    await userEvent.click(await screen.findByRole('button', { name: 'Import CSV' }))
    const text = screen.getByLabelText('Or paste it here')
    await userEvent.click(text)
    await userEvent.paste('question;source\nWhen?;Nowhere')
    await userEvent.click(screen.getByRole('button', { name: 'Import' }))
    expect((await screen.findByRole('alert')).textContent).toContain('Line 2: There is no source “Nowhere”.')
    await userEvent.clear(text)
    await userEvent.paste('question,source,phrase\nHow long?,Returns,thirty days')
    await userEvent.click(screen.getByRole('button', { name: 'Import' }))
    expect(await screen.findByLabelText('Question 1')).toHaveProperty('value', 'How long?')
    expect(screen.getByLabelText('Source')).toHaveProperty('value', 't')
  })

  test('is a list for viewers', async () => {
    scene({ role: 'viewer' })
    editor('set')
    expect(await screen.findByText(question.text)).toBeTruthy()
    expect(screen.getByText('Opening hours, “opens at ten”')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Save/ })).toBeNull()
  })
})

describe('A table of questions', () => {
  test('may have quotes, several places of a question, and names of files', () => {
    const text =
      '\uFEFFQuestion\tSource\tPage\tAnswer\r\n"Say ""when""\nexactly"\thours.pdf\t7\tAt ten\r\n"Say ""when""\nexactly"\treturns\t\t\r\n'
    expect(questionsOf(text, [source, other])).toEqual({
      questions: [
        {
          text: 'Say "when"\nexactly',
          expectedAnswer: 'At ten',
          places: [
            { sourceId: 's', page: 7, segment: null, section: null, phrase: null },
            { sourceId: 't', page: null, segment: null, section: null, phrase: null },
          ],
        },
      ],
      faults: [],
    })
  })

  test('says what is wrong with it', () => {
    expect(questionsOf('a,b', [source]).faults[0]).toContain('name the columns')
    expect(questionsOf('question,source,page\n,hours.pdf,\nWhen?,hours.pdf,x', [source]).faults).toEqual([
      'Line 2: has no question.',
      'Line 3: “x” is no page.',
    ])
    expect(questionsOf('question,source\nWhen?,Opening hours', [source, { ...source, id: 'u' }]).faults).toHaveLength(1)
  })
})

describe('An evaluation', () => {
  test('shows where each place was found, and what was answered', async () => {
    scene({ runs: [run('b', { settings: { k: 10, answers: true, retrieval: null }, means: measures(0.5, 1) })] })
    runPage('b')
    const item = await screen.findByRole('heading', { name: result.question.text })
    const row = item.closest('li') as HTMLElement
    expect(within(row).getByText('Rank 2')).toBeTruthy()
    expect(within(row).getByText('Not in 10')).toBeTruthy()
    expect(within(row).getByText('It opens at ten [1].')).toBeTruthy()
    // Folded, so it has no name yet.
    const link = await within(row).findByText('Opening hours, page 7')
    expect(link.closest('a')?.getAttribute('href')).toBe(`/bots/${BOT}/sources/s?segment=4&start=3&end=30`)
    expect(await findings()).toEqual([])
  })

  test('does not call a source deleted that may only be too old for the list', () => {
    const titles = [absentSource([source]), absentSource(Array.from({ length: 1_000 }, () => source))]
    expect(titles).toEqual(['A deleted source', 'A source that is not among those listed'])
  })

  test('is compared with another one, what changed most first', async () => {
    scene({ runs: [run('b'), run('a')] })
    runPage('b')
    await userEvent.selectOptions(await screen.findByLabelText('Compare with'), 'a')
    const list = await screen.findByRole('list', { name: 'Questions side by side' })
    expect(within(list).getAllByRole('listitem')[0]?.textContent).toContain('Better?')
    expect(screen.getAllByText('+25 points')).not.toHaveLength(0)
    expect(await findings()).toEqual([])
  })

  test('that is under way shows how far it is, and can be cancelled', async () => {
    const going = run('b', { state: 'running', total: 4, means: null })
    scene({ runs: [going], write: () => Response.json({ ...going, state: 'cancelled' }) })
    runPage('b')
    expect((await screen.findByRole('progressbar')).getAttribute('aria-valuenow')).toBe('25')
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(await screen.findByText('Cancelled')).toBeTruthy()
    expect(submitted()[0]?.path).toBe(`${BASE}/runs/b/cancel`)
  })

  test('that failed says why, and is deleted after a question', async () => {
    scene({
      runs: [run('b', { state: 'failed', means: null, failure: 'The model gave no answer.' })],
      write: () => new Response(null, { status: 204 }),
    })
    const router = runPage('b')
    expect((await screen.findByRole('alert')).textContent).toBe('The model gave no answer.')
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Delete evaluation' }))
    await waitFor(() => expect(router.state.location.pathname).toBe(`/bots/${BOT}/evaluation`))
  })
})
