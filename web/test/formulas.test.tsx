import { render, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { AnswerText } from '@/pages/chat/answer-text'
import { withFormulas } from '@/pages/chat/formulas'

// The typesetter refuses a page without a doctype; it is loaded later.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' })
// Every browser that draws MathML lets its elements be styled.
Object.defineProperty(Element.prototype, 'style', { get: () => ({}), configurable: true })

const readable = (content: string) => withFormulas(content).replaceAll('\uE000', '(').replaceAll('\uE001', '[')

function show(content: string, streaming = false) {
  return render(
    <AnswerText
      content={content}
      citations={[]}
      streaming={streaming}
      openCitation={undefined}
      onCitation={() => {}}
    />,
  ).container
}

describe('formulas are found', () => {
  test.each([
    ['in a line, by either way to write them', 'so \\(a_1\\) and $b_2$.', 'so `(a_1` and `(b_2`.'],
    ['apart, also over lines', '\\[\nx\n= 1\n\\] and $$y$$', '`[x = 1` and `[y`'],
    ['in a cell of a table, where a bar would end it', '| a | $|x|$ |', '| a | `(\\vert x\\vert ` |'],
    ['in quoted lines', '> \\[\n> x\n> \\]', '> `[x`'],
  ])('%s', (_, content, expected) => {
    expect(readable(content)).toBe(expected)
  })

  test.each([
    ['prices', 'It costs $5 and $10, or US$7 to $8.'],
    ['what is written with a backslash', 'It is \\$5 and \\$6.'],
    ['code', '`$x$` and\n```sh\necho $A $B\n```\n and ``a ` $x$``'],
    ['what has no end yet', 'Then \\(x = 1'],
    ['what the end of a paragraph is in', '$$ a\n\nb $$'],
    ['nothing', '$$ $$ and \\( \\)'],
  ])('but not in %s', (_, content) => {
    expect(withFormulas(content)).toBe(content)
  })
})

test('a formula becomes MathML, in its line or apart', async () => {
  const container = show('Energy is \\(E = mc^2\\).\n\n\\[\\frac{1}{2}\\]')
  await waitFor(() => expect(container.querySelectorAll('math')).toHaveLength(2))
  expect(container.querySelector('math mfrac')).toBeTruthy()
  expect(container.querySelector('.formula-block math')?.getAttribute('display')).toBe('block')
})

test('what is no TeX is shown as it was written', async () => {
  const container = show('See \\(\\frac{1\\).')
  await waitFor(() => expect(container.querySelector('.formula-as-written')?.textContent).toBe('\\frac{1'))
})

test('a formula runs no markup and opens no address', async () => {
  const container = show('\\(\\href{javascript:alert(1)}{x}\\) and \\(\\text{<img src=x>}\\)')
  await waitFor(() => expect(container.querySelectorAll('math, .formula-as-written').length).toBe(2))
  expect(container.querySelector('img, a[href^="javascript"], [href^="javascript"]')).toBeNull()
})

test('code beside a formula stays code, also while it arrives', async () => {
  const container = show('`a_b` and $x$ and `un', true)
  await waitFor(() => expect(container.querySelector('math')).toBeTruthy())
  expect([...container.querySelectorAll('code')].map(({ textContent }) => textContent)).toEqual(['a_b', 'un'])
})
