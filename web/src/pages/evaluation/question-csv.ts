import type { EvaluationQuestion, ExpectedPlace, Source } from '@/api/types'

/** Rows of a CSV as spreadsheets write it: commas, semicolons or tabs; quotes around what holds them. */
export function rows(text: string): string[][] {
  const separator = separatorOf(text)
  const all: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  for (let at = 0; at < plain.length; at++) {
    const c = plain[at] ?? ''
    if (quoted) {
      if (c !== '"') {
        cell += c
      } else if (plain[at + 1] === '"') {
        cell += c
        at++
      } else {
        quoted = false
      }
    } else if (c === '"' && cell === '') {
      quoted = true
    } else if (c === separator || c === '\n') {
      row.push(cell.trim())
      cell = ''
      if (c === '\n') {
        all.push(row)
        row = []
      }
    } else {
      cell += c
    }
  }
  row.push(cell.trim())
  all.push(row)
  return all.filter((cells) => cells.some((value) => value !== ''))
}

function separatorOf(text: string): string {
  const first = text.split('\n', 1)[0] ?? ''
  const often = (c: string) => first.split(c).length
  return [',', ';', '\t'].reduce((best, c) => (often(c) > often(best) ? c : best))
}

const COLUMNS = ['question', 'source', 'phrase', 'section', 'page', 'answer'] as const
type Column = (typeof COLUMNS)[number]

/** Questions of a CSV, and what is wrong with its lines. Lines with the same question are places of one. */
export function questionsOf(text: string, sources: Source[]): { questions: EvaluationQuestion[]; faults: string[] } {
  const [header = [], ...lines] = rows(text)
  const names = header.map((name) => name.toLowerCase())
  if (!names.includes('question') || !names.includes('source')) {
    return { questions: [], faults: [`The first line has to name the columns: ${COLUMNS.join(', ')}.`] }
  }
  const faults: string[] = []
  const questions = new Map<string, EvaluationQuestion>()
  lines.forEach((cells, at) => {
    const value = (column: Column) => cells[names.indexOf(column)] ?? ''
    const fault = (what: string) => faults.push(`Line ${at + 2}: ${what}`)
    const question = value('question')
    const source = sourceNamed(value('source'), sources)
    const page = value('page') === '' ? null : Number(value('page'))
    if (question === '') {
      fault('has no question.')
    } else if (!source) {
      fault(`There is no source “${value('source')}”.`)
    } else if (page !== null && !(Number.isInteger(page) && page > 0)) {
      fault(`“${value('page')}” is no page.`)
    } else {
      const same = questions.get(question) ?? { text: question, places: [], expectedAnswer: null }
      const place: ExpectedPlace = {
        sourceId: source.id,
        page,
        segment: null,
        section: value('section') || null,
        phrase: value('phrase') || null,
      }
      questions.set(question, {
        ...same,
        places: [...same.places, place],
        expectedAnswer: value('answer') || (same.expectedAnswer ?? null),
      })
    }
  })
  return { questions: [...questions.values()], faults }
}

/** By title or file name, when only one has it; or by id. */
function sourceNamed(name: string, sources: Source[]): Source | undefined {
  const wanted = name.toLowerCase()
  const found = sources.filter(
    ({ id, title, fileName }) => id === wanted || title.toLowerCase() === wanted || fileName?.toLowerCase() === wanted,
  )
  return found.length === 1 ? found[0] : undefined
}
