import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import type { Citation } from '@/api/types'
import { TooltipProvider } from '@/components/ui/tooltip'
import { AnswerText } from '@/pages/chat/answer-text'
import { plainText } from '@/pages/chat/citation-markers'
import { passageRange, pieces, quotesFor } from '@/pages/preview/passage-range'

const citation = (marker: number, fields: Partial<Citation> = {}): Citation => ({
  marker,
  sourceId: 's',
  title: 'Manual',
  fileName: 'manual.pdf',
  url: null,
  mediaType: 'application/pdf',
  page: marker + 4,
  second: null,
  section: null,
  passageId: `p${marker}`,
  segment: 0,
  start: 0,
  end: 3,
  text: 'abc',
  previewUrl: '/bots/b/sources/s?segment=0&start=0&end=3',
  ...fields,
})

function show(content: string, citations = [citation(1), citation(2)], onCitation = vi.fn()) {
  const { container } = render(
    <TooltipProvider>
      <AnswerText
        content={content}
        citations={citations}
        streaming={false}
        openCitation={undefined}
        onCitation={onCitation}
      />
    </TooltipProvider>,
  )
  return { container, onCitation }
}

describe('citation markers', () => {
  test('become chips that open their citation', async () => {
    const { onCitation } = show('Five years [1], not two [2].')
    await userEvent.click(screen.getByRole('button', { name: 'Citation 2: Manual, page 6' }))
    expect(onCitation).toHaveBeenCalledWith(expect.objectContaining({ marker: 2 }), expect.any(HTMLElement))
    expect(screen.getAllByRole('button')).toHaveLength(2)
  })

  test('stay with the word before and the full stop behind them', () => {
    const { container } = show('It is in the log book [1][2]. Next.')
    expect(container.querySelector('.whitespace-nowrap')?.textContent).toBe('book12.')
    expect(container.textContent).toBe('It is in the log book12. Next.')
  })

  test('without a citation stay as they are written', () => {
    const { container } = show('An array a[7] and [99].')
    expect(container.textContent).toBe('An array a[7] and [99].')
  })

  test('in code and in links are text', () => {
    const { container } = show('`x[1]` and [see [1]](https://example.com)')
    expect(screen.queryByRole('button')).toBeNull()
    expect(container.querySelector('code')?.textContent).toBe('x[1]')
  })

  test('work in emphasis, lists and tables', () => {
    show('**bold [1]**\n\n- item [2]\n\n| a |\n| - |\n| cell [1] |')
    expect(screen.getAllByRole('button')).toHaveLength(3)
  })

  test('are left out of the copied answer', () => {
    const cited = [citation(1), citation(2), citation(3)]
    expect(plainText('Five years [1], not two [2][3].', cited)).toBe('Five years, not two.')
  })

  test.each([
    ['in a line of code', 'Take `a[1]`.'],
    ['in a block of code', '```js\nx = a[1]\n```\nand\n~~~\ny [1]\n~~~'],
    ['in a block that holds another', '````md\n```\na[1]\n```\nb[1]\n````'],
    ['in a block that has not ended', '```js\nx = a[1]'],
    ['in a formula', 'So \\(x [1]\\) and $y[1]$.'],
    ['as a link', '[1](https://example.com)'],
    ['that nobody cites', 'The array [7] of 1999 [999].'],
  ])('%s are copied as they are', (_, written) => {
    expect(plainText(written, [citation(1)])).toBe(written)
  })
})

describe('while an answer grows', () => {
  const content = '[site](https://example.com)\n\n| a |\n| - |\n| b |\n\n`x`\n\n```js\ny\n```\n\nFive years [1]'
  const text = (content: string, openCitation?: Citation) => (
    <TooltipProvider>
      <AnswerText
        content={content}
        citations={[citation(1)]}
        streaming
        openCitation={openCitation}
        onCitation={() => {}}
      />
    </TooltipProvider>
  )

  test('its parts stay the same elements', () => {
    const { container, rerender } = render(text(content))
    const parts = () => [...container.querySelectorAll('a, table, code, pre, button')]
    const before = parts()
    expect(before).toHaveLength(7)
    rerender(text(`${content}, and more`, citation(1)))
    expect(container.textContent).toContain('and more')
    expect(parts()).toHaveLength(7)
    expect(parts().every((part, at) => part === before[at])).toBe(true)
    expect(screen.getByRole('button', { name: /Citation 1/, pressed: true })).toBeTruthy()
  })
})

describe('answers', () => {
  test('run no markup of a model', () => {
    const { container } = show(
      '<img src=x onerror=alert(1)><script>alert(1)</script><button>x</button> [a](javascript:alert(1))',
    )
    expect(container.querySelector('img, script, button')).toBeNull()
    expect(container.querySelector('a')?.getAttribute('href') ?? '').not.toContain('javascript')
  })

  test('open links apart, without telling where from', () => {
    show('[site](https://example.com)')
    expect(screen.getByRole('link').getAttribute('rel')).toContain('noopener')
  })

  test('load no picture from elsewhere', () => {
    const { container } = show('![a chart](https://example.com/x.png)')
    expect(container.querySelector('img')).toBeNull()
    expect(screen.getByRole('link').textContent).toBe('a chart')
  })
})

describe('the highlighted passage', () => {
  const text = 'One. Two three. Four.'

  test('is where the offsets say', () => {
    expect(passageRange(text, { segment: 0, start: 5, end: 15, text: 'Two three.' })).toEqual({ start: 5, end: 15 })
  })

  test('is found by its words when the source has changed', () => {
    expect(passageRange(text, { segment: 0, start: 0, end: 10, text: 'Two three.' })).toEqual({ start: 5, end: 15 })
  })

  test('is absent when neither fits', () => {
    expect(passageRange(text, { segment: 0, start: 90, end: 99 })).toBeUndefined()
  })
})

describe('what the answer took from the passage', () => {
  test('is the sentence before the marker, wherever the marker stands', () => {
    const answer = '**Five years** from 2.5 m on [1]. It costs nothing. [2] Wear parts are excluded. [1][3]'
    expect(quotesFor(answer, 1)).toEqual(['Five years from 2.5 m on.', 'Wear parts are excluded.'])
    expect(quotesFor(answer, 2)).toEqual(['It costs nothing.'])
  })

  test('is found across the line breaks of a page', () => {
    const passage = 'General.\nWear parts\n  are excluded. And more.'
    expect(pieces(passage, ['Wear parts are excluded.'])).toEqual([
      { text: 'General.\n', quoted: false },
      { text: 'Wear parts\n  are excluded.', quoted: true },
      { text: ' And more.', quoted: false },
    ])
  })

  test('is the whole passage when the answer uses its own words', () => {
    expect(pieces('Wear parts (a+b) are excluded.', ['Worn parts (a+b'])).toEqual([
      { text: 'Wear parts (a+b) are excluded.', quoted: true },
    ])
  })
})
