import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { SourcesPage } from '@/pages/sources/sources-page'
import { findings } from './axe'
import { show, submitted } from './page-scene'
import { AT, BOT, refuse, source, sourcesAre, video } from './source-scene'

const open = async (kind: string, given: Parameters<typeof sourcesAre>[0] = {}) => {
  sourcesAre(given)
  show(<SourcesPage />, AT, '/bots/:botId/sources')
  await userEvent.click(await screen.findByRole('button', { name: kind }))
  return screen.findByRole('dialog')
}
const choose = async (given: Parameters<typeof sourcesAre>[0], title: string, item: string) => {
  sourcesAre(given)
  show(<SourcesPage />, AT, '/bots/:botId/sources')
  await userEvent.click(await screen.findByRole('button', { name: `More for ${title}` }))
  await userEvent.click(await screen.findByRole('menuitem', { name: item }))
}
const invalid = (field: string, message: string) => () =>
  refuse(400, 'invalid_request', 'Some fields are not valid.', [{ field, message }])
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))
const dialogs = () => screen.queryAllByRole('dialog')

describe('a text', () => {
  test('is added, as private as chosen', async () => {
    await open('Text')
    expect(await findings()).toEqual([])
    await userEvent.type(screen.getByLabelText('Title'), ' Hours ')
    await userEvent.type(screen.getByLabelText('Text'), 'From nine to five.')
    await userEvent.click(screen.getByRole('radio', { name: /Learn only/ }))
    await press('Add text')
    await waitFor(() =>
      expect(submitted()[0]?.body).toEqual({
        type: 'text',
        title: 'Hours',
        text: 'From nine to five.',
        citable: false,
      }),
    )
    await waitFor(() => expect(dialogs()).toEqual([]))
  })

  test('is not lost by an error, nor by leaving without a thought', async () => {
    await open('Text', {
      change: () => refuse(403, 'plan_limit_reached', 'The plan Free allows 5 sources for each bot.'),
    })
    await userEvent.type(screen.getByLabelText('Title'), 'Hours')
    await userEvent.type(screen.getByLabelText('Text'), 'From nine to five.')
    await press('Add text')
    expect((await screen.findByRole('alert')).textContent).toContain('The plan Free allows 5 sources')
    expect(screen.getByRole('link', { name: 'See your plan' })).toBeTruthy()
    fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }))
    await press('Keep writing')
    expect(screen.getByLabelText('Text')).toHaveProperty('value', 'From nine to five.')
    await press('Cancel')
    expect(await findings()).toEqual([])
    await press('Throw it away')
    await waitFor(() => expect(dialogs()).toEqual([]))
    await press('Text')
    expect(await screen.findByLabelText('Text')).toHaveProperty('value', '')
  })

  test('stays when the browser closes the dialog by itself', async () => {
    await open('Text')
    await userEvent.type(screen.getByLabelText('Title'), 'Hours')
    const dialog = screen.getByRole('dialog') as HTMLDialogElement
    dialog.close()
    expect(await screen.findByRole('dialog', { name: 'Throw away what you typed?' })).toBeTruthy()
    await press('Keep writing')
    expect(screen.getByLabelText('Title')).toHaveProperty('value', 'Hours')
  })

  test('is changed where it is', async () => {
    await choose(
      { sources: [source()], answers: { '/text': { text: 'From nine to five.', version: 'v1' } } },
      'Opening hours',
      'Change the text',
    )
    const field = await screen.findByLabelText('Text')
    expect(field).toHaveProperty('value', 'From nine to five.')
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true)
    await userEvent.type(field, ' Not on Sundays.')
    await press('Save')
    await waitFor(() =>
      expect(submitted()[0]).toMatchObject({
        method: 'PUT',
        path: `/api/chatbots/${BOT}/sources/s1/text`,
        body: { text: 'From nine to five. Not on Sundays.', version: 'v1' },
      }),
    )
  })
})

describe('what somebody else changed meanwhile', () => {
  test.each([
    ['text', 'Change the text', { text: 'From nine to five.', version: 'v1' }, { text: 'From ten.', version: 'v2' }],
    [
      'qa',
      'Edit questions and answers',
      { pairs: [{ question: 'To Norway?', answer: 'From nine to five.' }], version: 'v1' },
      { pairs: [{ question: 'To Norway?', answer: 'From ten.' }], version: 'v2' },
    ],
  ] as const)('is there when a %s is opened again', async (type, item, before, after) => {
    const answers: Record<string, unknown> = { '/text': before, '/pairs': before }
    const change = () => refuse(409, 'conflict', 'It was changed meanwhile.')
    await choose({ sources: [source({ type })], answers, change }, 'Opening hours', item)
    await userEvent.type(await screen.findByDisplayValue('From nine to five.'), ' Not on Sundays.')
    await press('Save')
    expect((await screen.findByRole('alert')).textContent).toContain('It was changed meanwhile.')
    answers['/text'] = after
    answers['/pairs'] = after
    await press('Cancel')
    await press('Throw it away')
    await userEvent.click(await screen.findByRole('button', { name: 'More for Opening hours' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: item }))
    await userEvent.type(await screen.findByDisplayValue('From ten.'), ' Not on Sundays.')
    await press('Save')
    await waitFor(() => expect(submitted()[1]?.body).toMatchObject({ version: 'v2' }))
  })
})

describe('a web page or site', () => {
  test('is a page alone unless more is wanted', async () => {
    await open('Web page or site')
    await userEvent.type(screen.getByLabelText('Address'), 'shop.example/help')
    await userEvent.selectOptions(screen.getByLabelText('Look for changes'), 'Every week')
    expect(await findings()).toEqual([])
    await press('Add page')
    await waitFor(() =>
      expect(submitted()[0]?.body).toEqual({
        type: 'url',
        url: 'shop.example/help',
        refresh: 'weekly',
        citable: true,
      }),
    )
  })

  test('as a whole is read as far as wanted, and as the plan allows', async () => {
    await open('Web page or site')
    await userEvent.type(screen.getByLabelText('Address'), 'https://shop.example/help/start?x')
    await userEvent.click(screen.getByRole('radio', { name: /The whole site/ }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText('shop.example/help/')).toBeTruthy()
    expect(dialog.getByText(/robots\.txt/)).toBeTruthy()
    expect(await dialog.findByText(/The plan Pro allows 500\./)).toBeTruthy()
    expect(screen.getByLabelText('Links deep')).toHaveProperty('max', '5')
    fireEvent.change(screen.getByLabelText('Links deep'), { target: { value: '3' } })
    fireEvent.change(screen.getByLabelText('Pages at the most'), { target: { value: '200' } })
    expect(await findings()).toEqual([])
    await press('Add site')
    await waitFor(() =>
      expect(submitted()[0]?.body).toMatchObject({ crawl: { depth: 3, pages: 200 }, refresh: 'never' }),
    )
  })

  test('has what is wrong with its address said there', async () => {
    await open('Web page or site', { change: invalid('url', 'must be the address of a page') })
    await userEvent.type(screen.getByLabelText('Address'), 'hello')
    await press('Add page')
    expect(await screen.findByText('must be the address of a page')).toBeTruthy()
    expect(screen.getByLabelText('Address').getAttribute('aria-invalid')).toBe('true')
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.getByLabelText('Address')).toHaveProperty('value', 'hello')
  })
})

describe('a video', () => {
  test('is added in the language wanted', async () => {
    await open('Video')
    await userEvent.type(screen.getByLabelText('Address'), 'https://youtu.be/dQw4w9WgXcQ')
    await userEvent.selectOptions(screen.getByLabelText('Language of the subtitles'), 'Deutsch')
    expect(await findings()).toEqual([])
    await press('Add video')
    await waitFor(() =>
      expect(submitted()[0]?.body).toEqual({
        type: 'video',
        url: 'https://youtu.be/dQw4w9WgXcQ',
        refresh: 'never',
        language: 'de',
        citable: true,
      }),
    )
  })

  test('of elsewhere comes with its subtitles, from a file', async () => {
    await open('Video', { change: invalid('transcript', 'holds no words with time stamps') })
    await userEvent.type(screen.getByLabelText('Address'), 'https://videos.example/1')
    await press('Paste the subtitles instead')
    await userEvent.upload(screen.getByLabelText('File with subtitles'), new File(['0:01\nHello.'], 'a.vtt'))
    await waitFor(() => expect(screen.getByLabelText('Subtitles with times')).toHaveProperty('value', '0:01\nHello.'))
    expect(await findings()).toEqual([])
    await press('Add video')
    expect(await screen.findByText('holds no words with time stamps')).toBeTruthy()
    expect(submitted()[0]?.body).toEqual({
      type: 'video',
      url: 'https://videos.example/1',
      transcript: '0:01\nHello.',
      citable: true,
    })
  })

  test('that YouTube refuses gets its subtitles pasted', async () => {
    const error = { code: 'video_blocked', message: 'YouTube does not hand the transcript out to this server.' }
    sourcesAre({ sources: [video({ status: 'failed', live: false, error })] })
    show(<SourcesPage />, AT, '/bots/:botId/sources')
    await userEvent.click(await screen.findByRole('button', { name: 'Paste subtitles: Returns' }))
    expect(await screen.findByText(/does not hand them out to programs here, but you can/)).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Open the video' }).getAttribute('href')).toContain('dQw4w9WgXcQ')
    expect(await findings()).toEqual([])
    await userEvent.type(screen.getByLabelText('Subtitles with times'), '0:01 Hello.')
    await press('Use these subtitles')
    await waitFor(() =>
      expect(submitted()[0]).toMatchObject({
        path: `/api/chatbots/${BOT}/sources/s1/transcript`,
        body: { transcript: '0:01 Hello.' },
      }),
    )
  })
})

describe('questions and answers', () => {
  const question = (number: number) => screen.getByLabelText(`Question ${number}`) as HTMLInputElement
  const answer = (number: number) => screen.getByLabelText(`Answer ${number}`) as HTMLTextAreaElement

  test('are written, moved and removed by keyboard', async () => {
    await open('Questions and answers')
    await userEvent.type(screen.getByLabelText('Title'), 'Shipping')
    await userEvent.type(question(1), 'To Norway?')
    await userEvent.type(answer(1), 'Yes.')
    await press('Add a question')
    await waitFor(() => expect(document.activeElement).toBe(question(2)))
    await userEvent.keyboard('A telephone?')
    await userEvent.type(answer(2), 'No.')
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
    expect([question(1).value, question(2).value]).toEqual(['A telephone?', 'To Norway?'])
    expect(screen.getByText('Now question 1 of 2.')).toBeTruthy()
    await press('Move question 1 down')
    expect(question(1).value).toBe('To Norway?')
    await press('Move question 1 up')
    expect(question(1).value).toBe('To Norway?')
    await press('Add a question')
    expect(await findings()).toEqual([])
    await press('Add questions')
    await waitFor(() =>
      expect(submitted()[0]?.body).toEqual({
        type: 'qa',
        title: 'Shipping',
        pairs: [
          { question: 'To Norway?', answer: 'Yes.' },
          { question: 'A telephone?', answer: 'No.' },
        ],
        citable: true,
      }),
    )
  })

  test('lack nothing, and what the server says is said at its row', async () => {
    await open('Questions and answers', { change: invalid('pairs[1].answer', 'is too long') })
    await userEvent.type(screen.getByLabelText('Title'), 'Shipping')
    await press('Add a question')
    await userEvent.type(question(2), 'To Norway?')
    await press('Add questions')
    expect(await screen.findByText('must not be blank')).toBeTruthy()
    expect(submitted()).toEqual([])
    await userEvent.type(answer(2), 'Yes.')
    await userEvent.type(question(1), 'A telephone?')
    await userEvent.type(answer(1), 'No.')
    await press('Add questions')
    expect(await screen.findByText('is too long')).toBeTruthy()
    expect(answer(2).getAttribute('aria-invalid')).toBe('true')
    expect(answer(1).getAttribute('aria-invalid')).toBeNull()
  })

  test('are edited as they are now', async () => {
    const pairs = [
      { question: 'To Norway?', answer: 'Yes.' },
      { question: 'A telephone?', answer: 'No.' },
    ]
    const sources = [source({ type: 'qa', title: 'Shipping', mediaType: 'application/json' })]
    await choose({ sources, answers: { '/pairs': { pairs, version: 'v1' } } }, 'Shipping', 'Edit questions and answers')
    await screen.findByLabelText('Question 2')
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true)
    await press('Remove question 1')
    await waitFor(() => expect(document.activeElement).toBe(question(1)))
    await press('Close')
    await press('Keep writing')
    expect(await findings()).toEqual([])
    await press('Save')
    await waitFor(() =>
      expect(submitted()[0]).toMatchObject({
        method: 'PUT',
        path: `/api/chatbots/${BOT}/sources/s1/pairs`,
        body: { pairs: [{ question: 'A telephone?', answer: 'No.' }], version: 'v1' },
      }),
    )
    await waitFor(() => expect(dialogs()).toEqual([]))
  })
})
