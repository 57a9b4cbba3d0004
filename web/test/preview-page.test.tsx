import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Citation, Segment, Source } from '@/api/types'
import { TooltipProvider } from '@/components/ui/tooltip'
import { CitationPanel } from '@/pages/chat/citation-panel'
import { PreviewPage } from '@/pages/preview/preview-page'
import { findings } from './axe'
import { show } from './page-scene'
import { BOT, file, site, source, sourcesAre, video } from './source-scene'

const segment = (ordinal: number, text: string, given: Partial<Segment> = {}): Segment => ({
  ordinal,
  page: null,
  second: null,
  section: null,
  url: null,
  text,
  ...given,
})

const open = (given: Source, items: Segment[], query = '') => {
  sourcesAre({ answers: { '/segments': { source: given, total: items.length, items }, '/sources/s1': given } })
  show(<PreviewPage />, `/bots/${BOT}/sources/s1${query}`, '/bots/:botId/sources/:sourceId')
}
const text = () => screen.findByRole('region', { name: 'Text of the source' })

beforeEach(() => {
  Element.prototype.scrollIntoView = () => {}
})

describe('the preview of a source', () => {
  test('of a video leads to the second where it is said', async () => {
    const url = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'
    open(
      video(),
      [
        segment(0, 'Welcome.', { second: 0, url: `${url}&t=0s` }),
        segment(1, 'Bananas are sent on Tuesdays.', { second: 192, url: `${url}&t=192s` }),
      ],
      '?segment=1&start=0&end=29',
    )
    const link = await within(await text()).findByRole('link', { name: /At 3:12/ })
    expect(link.getAttribute('href')).toBe(`${url}&t=192s`)
    expect((await screen.findByRole('link', { name: 'Watch at 3:12' })).getAttribute('href')).toBe(`${url}&t=192s`)
    expect(document.querySelector('mark')?.textContent).toBe('Bananas are sent on Tuesdays.')
    expect(await findings()).toEqual([])
  })

  test('of a site names the page where each begins', async () => {
    const [one, two] = ['https://shop.example/help/', 'https://shop.example/help/returns']
    open(
      site(),
      [
        segment(0, 'Start.', { section: 'Help', url: one }),
        segment(1, 'More.', { section: 'Help > More', url: one }),
        segment(2, 'Thirty days.', { section: 'Returns', url: two }),
      ],
      '?segment=2&start=0&end=12',
    )
    const region = within(await text())
    expect((await region.findAllByRole('link')).map((link) => link.getAttribute('href'))).toEqual([one, two])
    expect(region.getByRole('heading', { name: 'Help > More' })).toBeTruthy()
    expect((await screen.findByRole('link', { name: 'Open the page' })).getAttribute('href')).toBe(two)
    expect(await findings()).toEqual([])
  })

  test('of questions shows them as headings', async () => {
    open(source({ type: 'qa' }), [segment(0, 'Yes, within five days.', { section: 'Do you ship to Norway?' })])
    expect(await within(await text()).findByRole('heading', { name: 'Do you ship to Norway?' })).toBeTruthy()
    expect(screen.queryByRole('link', { name: /Open/ })).toBeNull()
  })

  test('says who sees a learn-only source', async () => {
    open(source({ citable: false }), [segment(0, 'Words.')])
    expect(await screen.findByText('Learn only.')).toBeTruthy()
    expect(screen.getByText(/owner and editors see it here/)).toBeTruthy()
    expect(await findings()).toEqual([])
  })

  test('says why there is nothing to read', async () => {
    const error = { code: 'file_encrypted', message: 'The PDF is protected by a password.' }
    open(file({ status: 'failed', live: false, error }), [])
    expect(await screen.findByText('Locked by a password')).toBeTruthy()
    expect(screen.queryByRole('region', { name: 'Text of the source' })).toBeNull()
  })

  test('says how far the reading is', async () => {
    const progress = { done: 2, total: 8, unit: 'pages', secondsLeft: null }
    open(file({ status: 'processing', stage: 'extracting', live: false, progress }), [])
    expect(await screen.findByText('Reading page 2 of 8')).toBeTruthy()
  })
})

describe('a citation', () => {
  const citation: Citation = {
    marker: 1,
    sourceId: 's1',
    title: 'Returns',
    fileName: null,
    url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3792s',
    mediaType: 'text/html',
    page: null,
    second: 3_792,
    section: null,
    passageId: 'p',
    segment: 0,
    start: 0,
    end: 8,
    text: 'Welcome.',
    previewUrl: `/bots/${BOT}/sources/s1?segment=0&start=0&end=8`,
  }
  const panel = (given: Citation, of: Source) => {
    sourcesAre({ answers: { '/segments': { source: of, total: 1, items: [segment(0, 'Welcome.')] } } })
    show(
      <TooltipProvider>
        <CitationPanel botId={BOT} citation={given} answer="Welcome. [1]" onClose={() => {}} />
      </TooltipProvider>,
    )
  }

  test('of a video opens it at the second', async () => {
    panel(citation, video())
    expect(screen.getByText('at 1:03:12')).toBeTruthy()
    expect((await screen.findByRole('link', { name: 'Watch at 1:03:12' })).getAttribute('href')).toBe(citation.url)
  })

  test('of a site opens the very page', async () => {
    panel({ ...citation, second: null, section: 'Returns', url: 'https://shop.example/help/returns' }, site())
    expect((await screen.findByRole('link', { name: 'Open the page' })).getAttribute('href')).toBe(
      'https://shop.example/help/returns',
    )
  })
})
