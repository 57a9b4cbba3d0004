import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Source } from '@/api/types'
import { SourcesPage } from '@/pages/sources/sources-page'
import { findings } from './axe'
import { sent, show, submitted } from './page-scene'
import { AT, BOT, file, refuse, site, source, sourcesAre, video } from './source-scene'

const fault = (code: string, message = 'What to do about it.') => ({ code, message })
const row = async (title: string) => {
  const list = await screen.findByRole('list', { name: 'Sources' })
  const found = within(list).getByText(title).closest('li')
  expect(found).toBeTruthy()
  return within(found as HTMLElement)
}
const choose = async (title: string, item: string) => {
  await userEvent.click(await screen.findByRole('button', { name: `More for ${title}` }))
  await userEvent.click(await screen.findByRole('menuitem', { name: item }))
}
const page = () => show(<SourcesPage />, AT, '/bots/:botId/sources')

afterEach(() => vi.unstubAllGlobals())

describe('the list of sources', () => {
  test('says at first what can be added, and how large', async () => {
    sourcesAre({})
    page()
    expect(await screen.findByText(/up to 50 MB each/)).toBeTruthy()
    for (const kind of ['Text', 'Web page or site', 'Video', 'Questions and answers']) {
      expect(screen.getByRole('button', { name: kind })).toBeTruthy()
    }
    expect(await findings()).toEqual([])
  })

  test('tells of each kind what there is, from where and from when', async () => {
    const fetched = {
      lastFetch: { at: new Date(Date.now() - 7_200_000).toISOString(), outcome: 'changed' as const, message: null },
      nextFetchAt: new Date(Date.now() + 10_900_000).toISOString(),
      refresh: 'daily' as const,
    }
    sourcesAre({
      sources: [
        file({ id: 'f', pages: 38, passages: 130, sizeBytes: 183_803 }),
        site({ id: 'u', ...fetched, passages: 58 }),
        source({ id: 'q', type: 'qa', title: 'Shipping', mediaType: 'application/json', segments: 4 }),
        video({ id: 'v', citable: false }),
      ],
    })
    page()
    expect((await row('Guide')).getByText(/184 kB · 38 pages · 130 passages/)).toBeTruthy()
    const help = await row('Help of the shop')
    expect(help.getByRole('button', { name: '12 pages' })).toBeTruthy()
    expect(help.getByText(/shop\.example · 58 passages · looked at 2 hours ago · next time in 3 hours/)).toBeTruthy()
    expect((await row('Shipping')).getByText(/^4 questions/)).toBeTruthy()
    expect((await row('Returns')).getByRole('button', { name: 'Learn only: privacy of Returns' })).toBeTruthy()
    expect(screen.getByText('4 sources ready')).toBeTruthy()
    expect(await findings()).toEqual([])
  })

  test('says how many older ones there are beside very many, and shows them from the oldest on', async () => {
    const status = {
      status: 'ready',
      counts: { pending: 0, processing: 0, ready: 2_500, failed: 0 },
      sources: Array.from({ length: 1_000 }, (_, at) => source({ id: `s${at}`, title: `Source ${at}` })),
    }
    const oldest = [source({ id: 'old', title: 'The first of all' }), source({ id: 's7', title: 'Source 7' })]
    sourcesAre({ sources: [], answers: { '/status': status, '/sources': { items: oldest, nextCursor: 's7' } } })
    page()
    expect(await screen.findByText(/1,500 older sources are not shown here/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Show the oldest' }))
    const list = within(await screen.findByRole('list', { name: 'The oldest sources' }))
    expect(await list.findByText('The first of all')).toBeTruthy()
    expect(list.queryByText('Source 7'), 'is shown already').toBeNull()
    expect(list.getByRole('button', { name: 'More for The first of all' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Show more' })).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }))
    await waitFor(() => expect(sent.some(({ search }) => search.includes('cursor=s7'))).toBe(true))
  })

  test('shows progress with counts and an estimate, what waits, and what is held back', async () => {
    const working = { status: 'processing' as const, live: false }
    sourcesAre({
      sources: [
        file({
          ...working,
          id: 'f',
          stage: 'embedding',
          progress: { done: 1_200, total: 2_400, unit: 'pages', secondsLeft: 130 },
        }),
        site({
          ...working,
          id: 'u',
          stage: 'fetching',
          live: true,
          progress: { done: 3, total: 12, unit: 'pages', secondsLeft: 9 },
        }),
        source({ id: 'w', title: 'Second', status: 'pending', stage: 'waiting', live: false }),
        source({ id: 'h', title: 'Third', status: 'pending', stage: null, live: false }),
      ],
    })
    page()
    const guide = await row('Guide')
    expect(guide.getByText(/Learning page 1,200 of 2,400, about 2 minutes for this step/)).toBeTruthy()
    expect(guide.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('75')
    const help = await row('Help of the shop')
    expect(help.getByText(/Fetching page 3 of 12, a few seconds for this step/)).toBeTruthy()
    expect(help.getByText(/answers come from what was read before/)).toBeTruthy()
    expect((await row('Second')).getByText('Waiting for its turn')).toBeTruthy()
    expect((await row('Third')).getByText(/Not started/)).toBeTruthy()
    expect(screen.getByText('2 in training, 1 waiting, 1 not started')).toBeTruthy()
    expect(await findings()).toEqual([])
    await userEvent.click(guide.getByRole('button', { name: 'Cancel Guide' }))
    await waitFor(() => expect(submitted().map(({ path }) => path)).toEqual([`/api/chatbots/${BOT}/sources/f/cancel`]))
    await userEvent.click((await row('Third')).getByRole('button', { name: 'Start Third' }))
    await waitFor(() => expect(submitted()[1]?.path).toBe(`/api/chatbots/${BOT}/sources/h/train`))
  })

  test.each<[string, Source, string, string]>([
    ['infected', file(), 'A virus was found', 'Replace file'],
    ['no_text', file(), 'No text in it', 'Replace file'],
    ['file_encrypted', file(), 'Locked by a password', 'Replace file'],
    ['file_too_large', file(), 'Too large', 'Replace file'],
    ['scanner_unavailable', file(), 'The virus scanner does not answer', 'Retry'],
    ['robots_disallowed', site(), 'The site does not let programs read it', 'Retry'],
    ['address_not_allowed', site(), 'An address that is not fetched from', 'Retry'],
    ['host_not_found', site(), 'No such website', 'Retry'],
    ['video_no_transcript', video(), 'No subtitles at YouTube', 'Paste subtitles'],
    ['video_blocked', video(), 'YouTube does not give the subtitles out', 'Paste subtitles'],
    ['video_unavailable', video(), 'No such video', 'Retry'],
    ['training_failed', file(), 'Training failed', 'Retry'],
    ['not_indexable', file(), 'The search index does not take it', 'Retry'],
    ['file_too_large', source(), 'Too large', 'Change text'],
    ['of_tomorrow', source(), 'Training failed', 'Change text'],
  ])('names what went wrong (%s), and offers what helps', async (code, given, name, remedy) => {
    sourcesAre({ sources: [{ ...given, status: 'failed', live: false, error: fault(code) }] })
    page()
    const failed = await row(given.title)
    expect(failed.getByText(name)).toBeTruthy()
    expect(failed.getByText(/What to do about it\./)).toBeTruthy()
    expect(failed.getByRole('button', { name: `${remedy}: ${given.title}` })).toBeTruthy()
  })

  test('says that the former version stays when the newest could not be had, and fetches again', async () => {
    sourcesAre({ sources: [site({ error: fault('page_unavailable', 'shop.example did not answer.') })] })
    page()
    const help = await row('Help of the shop')
    expect(help.getByText('The newest version was not taken: the site does not answer')).toBeTruthy()
    expect(help.getByText(/shop\.example did not answer\. Answers come from the version before\./)).toBeTruthy()
    expect(await findings()).toEqual([])
    await userEvent.click(help.getByRole('button', { name: 'Retry: Help of the shop' }))
    await waitFor(() => expect(submitted()[0]?.path).toBe(`/api/chatbots/${BOT}/sources/s1/refetch`))
    // It can be wished again and again.
    expect(submitted()[0]?.key).toBeNull()
  })

  test('tells when a step is refused', async () => {
    sourcesAre({
      sources: [file({ status: 'processing', stage: 'embedding', live: false })],
      change: () => refuse(503, 'service_unavailable', 'The source is just becoming ready. Try again.'),
    })
    page()
    await choose('Guide', 'Cancel training')
    await waitFor(() => expect(submitted()).toHaveLength(1))
    // The list is asked anew: it is ready now, perhaps.
    await waitFor(() => expect(sent.filter(({ path }) => path.endsWith('/status')).length).toBeGreaterThan(1))
  })

  test('gives viewers what may be cited, and nothing to change', async () => {
    sourcesAre({ sources: [site()], role: 'viewer' })
    page()
    expect(await screen.findByText(/You are a viewer/)).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Text' })).toBeNull())
    expect(screen.queryByRole('button', { name: /privacy of/ })).toBeNull()
    await userEvent.click(await screen.findByRole('button', { name: 'More for Help of the shop' }))
    const items = (await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent)
    expect(items).toEqual(['Read its text', 'Open the page', 'Pages of the site'])
    expect(sent.some(({ path }) => path.endsWith('/entitlements'))).toBe(false)
  })
})

describe('the privacy of a source', () => {
  const change = ({ body }: { body: unknown }) => Response.json({ ...source(), ...(body as object) })

  test('is explained; to hide is done at once', async () => {
    sourcesAre({ sources: [source()], change })
    page()
    await userEvent.click(await screen.findByRole('button', { name: 'May be cited: privacy of Opening hours' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Privacy of this source' }))
    expect(dialog.getByText(/holds from the next message on/)).toBeTruthy()
    await userEvent.click(dialog.getByRole('radio', { name: /Learn only/ }))
    expect(dialog.getByText(/may still say in its own words/)).toBeTruthy()
    expect(await findings()).toEqual([])
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(submitted()[0]).toMatchObject({ method: 'PATCH', body: { citable: false } }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  test('is not given up without a question', async () => {
    sourcesAre({ sources: [source({ citable: false })], change })
    page()
    await choose('Opening hours', 'Privacy')
    await userEvent.click(await screen.findByRole('radio', { name: /May be cited/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(submitted()).toEqual([])
    expect(await screen.findByRole('dialog', { name: 'Let answers show this source?' })).toBeTruthy()
    expect(await findings()).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Keep it hidden' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Let it be cited' }))
    await waitFor(() => expect(submitted()[0]?.body).toEqual({ citable: true }))
  })
})

describe('a website', () => {
  const pages = {
    counts: { found: 1, read: 2, unchanged: 0, skipped: 1, failed: 1 },
    items: [
      { ordinal: 0, url: 'https://shop.example/help/', state: 'read', problem: null },
      { ordinal: 1, url: 'https://shop.example/help/double', state: 'skipped', problem: null },
      {
        ordinal: 2,
        url: 'https://shop.example/help/secret',
        state: 'failed',
        problem: fault('robots_disallowed', 'The robots.txt of shop.example does not allow it.'),
      },
      { ordinal: 3, url: 'https://shop.example/help/more', state: 'found', problem: null },
    ],
    nextCursor: null,
  }

  test('shows its pages, and why some were not read', async () => {
    sourcesAre({ sources: [site()], answers: { '/sources/s1/pages': pages } })
    page()
    await userEvent.click(await screen.findByRole('button', { name: '12 pages' }))
    const list = await screen.findByRole('list', { name: 'Pages' })
    expect(
      within(list)
        .getByRole('link', { name: /shop\.example\/help\/secret/ })
        .getAttribute('href'),
    ).toBe('https://shop.example/help/secret')
    expect(list.textContent).toContain('does not let programs read it. The robots.txt of shop.example')
    expect(list.textContent).toContain('The same as another page.')
    expect(list.textContent).toContain('As many pages as you allowed')
    expect(await findings()).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Not read 1' }))
    expect(screen.getByRole('button', { name: 'Not read 1' }).getAttribute('aria-pressed')).toBe('true')
  })

  test('says when its pages cannot be had', async () => {
    sourcesAre({ sources: [site()], answers: { '/sources/s1/pages': undefined } })
    page()
    await choose('Help of the shop', 'Pages of the site')
    expect(await screen.findByRole('dialog', { name: 'Pages of the site' })).toBeTruthy()
  })

  test('is looked at again as often as its owner says', async () => {
    sourcesAre({ sources: [site({ refresh: 'weekly', nextFetchAt: '2026-11-28T07:00:00Z' })] })
    page()
    await choose('Help of the shop', 'How often to look for changes')
    await userEvent.selectOptions(await screen.findByLabelText('Look for changes'), 'Every day')
    expect(await findings()).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(submitted()[0]).toMatchObject({ method: 'PATCH', body: { refresh: 'daily' } }))
  })
})

describe('files', () => {
  class Request {
    static opened: string[] = []
    static form: FormData | undefined
    upload = {}
    status = 201
    responseText = JSON.stringify(file())
    onload = () => {}
    onloadend = () => {}
    open(method: string, path: string) {
      Request.opened.push(`${method} ${path}`)
    }
    setRequestHeader() {}
    getResponseHeader() {
      return null
    }
    send(form: FormData) {
      Request.form = form
      queueMicrotask(() => {
        this.onload()
        this.onloadend()
      })
    }
  }

  const listens = () => {
    Request.opened = []
    vi.stubGlobal('XMLHttpRequest', Request)
  }

  test('are added learn-only when that is chosen first', async () => {
    sourcesAre({})
    listens()
    page()
    await userEvent.selectOptions(await screen.findByLabelText('Answers that use these files'), 'learn')
    expect(screen.getByText(/may still say in its own words/)).toBeTruthy()
    await userEvent.upload(screen.getByLabelText('Files to add'), new File(['x'], 'guide.pdf'))
    await waitFor(() => expect(Request.opened).toEqual([`POST /api/chatbots/${BOT}/sources`]))
    expect(Request.form?.get('citable')).toBe('false')
  })

  test('that the plan does not allow are not even sent', async () => {
    sourcesAre({})
    listens()
    page()
    await screen.findByText(/up to 50 MB each/)
    const large = new File(['x'], 'large.pdf')
    Object.defineProperty(large, 'size', { value: 80 * 2 ** 20 })
    await userEvent.upload(screen.getByLabelText('Files to add'), large)
    expect((await screen.findByRole('alert')).textContent).toContain('It has 80 MB; your plan allows 50 MB')
    expect(Request.opened).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss large.pdf' }))
  })

  test('dropped while a dialog is open go nowhere', async () => {
    sourcesAre({})
    listens()
    page()
    await userEvent.click(await screen.findByRole('button', { name: 'Text' }))
    await screen.findByRole('dialog', { name: 'Add a text' })
    const drop = new Event('drop', { cancelable: true })
    Object.assign(drop, { dataTransfer: { types: ['Files'], files: [new File(['x'], 'guide.pdf')] } })
    fireEvent(window, drop)
    expect(drop.defaultPrevented).toBe(true)
    expect(Request.opened).toEqual([])
  })

  test('are replaced in place', async () => {
    sourcesAre({ sources: [file()] })
    listens()
    page()
    await choose('Guide', 'Replace the file')
    await userEvent.upload(await screen.findByLabelText('New file'), new File(['new'], 'guide-2.pdf'))
    expect(await screen.findByText('guide-2.pdf, 3 B')).toBeTruthy()
    expect(await findings()).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Replace' }))
    await waitFor(() => expect(Request.opened).toEqual([`PUT /api/chatbots/${BOT}/sources/s1/file`]))
    expect(Request.form?.has('citable')).toBe(false)
  })
})

describe('a source', () => {
  test('gets another title, and what is wrong with it is said at the field', async () => {
    sourcesAre({
      sources: [source()],
      change: () => refuse(400, 'invalid_request', 'No.', [{ field: 'title', message: 'must be one line' }]),
    })
    page()
    await choose('Opening hours', 'Rename')
    await userEvent.type(await screen.findByLabelText('Title'), ' 2')
    await userEvent.click(screen.getByRole('button', { name: 'Rename' }))
    expect(await screen.findByText('must be one line')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.getByLabelText('Title')).toHaveProperty('value', 'Opening hours 2')
  })

  test('is deleted after a question', async () => {
    sourcesAre({ sources: [source()], change: () => new Response(null, { status: 204 }) })
    page()
    await choose('Opening hours', 'Delete')
    expect(await screen.findByText(/everything the bot learned from it are removed/)).toBeTruthy()
    expect(submitted()).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Delete source' }))
    await waitFor(() => expect(submitted()[0]).toMatchObject({ method: 'DELETE' }))
  })
})
