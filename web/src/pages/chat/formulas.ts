/**
 * Formulas in TeX, as models write them: \( \) and $ $ in a line, \[ \] and $$ $$ apart. Markdown would take their
 * backslashes and underscores for its own, so they are handed through it as code, with a character before them that no
 * answer has. Code is looked at first: what stands in it stays.
 */
const MARKS = { inline: '\uE000', block: '\uE001' }

// Across lines, but never across the end of a paragraph.
const BODY = String.raw`((?:(?!\n[ \t]*\n)[\s\S])+?)`
const PARTS = new RegExp(
  [
    String.raw`(?<code>(?<fence>\`{3,}|~{3,})[\s\S]*?(?:\k<fence>|$)|(?<ticks>\`+)(?!\`)[\s\S]*?[^\`]\k<ticks>(?!\`))`,
    String.raw`\\\[${BODY}\\\]`,
    String.raw`\$\$${BODY}\$\$`,
    String.raw`\\\(${BODY}\\\)`,
    // As Pandoc has it, so that "$5 and $10" stays what it is.
    String.raw`(?<![\\$\w])\$(?![\s$])((?:\\.|[^$\\\n])+?)(?<!\s)\$(?![\w$])`,
  ].join('|'),
  'g',
)

export function withFormulas(content: string): string {
  if (!/\\[([]|\$/.test(content)) {
    return content
  }
  return content.replace(PARTS, (all, code, _fence, _ticks, bracketed, doubled, round, single, at: number) => {
    if (code !== undefined) {
      return all
    }
    const block = bracketed ?? doubled
    const tex = String(block ?? round ?? single)
    return tex.trim() === '' ? all : asCode(tex, block === undefined ? 'inline' : 'block', inTable(content, at))
  })
}

/** Changes running text alone: code and formulas stay as they are. */
export function inText(content: string, change: (text: string) => string): string {
  let from = 0
  let changed = ''
  for (const { 0: part, index } of content.matchAll(PARTS)) {
    changed += change(content.slice(from, index)) + part
    from = index + part.length
  }
  return changed + change(content.slice(from))
}

function asCode(tex: string, kind: keyof typeof MARKS, table: boolean): string {
  const line = tex
    .replace(/\s*\n[>\s]*/g, ' ')
    .replaceAll('`', "'")
    .trim()
  // A bar would end the cell.
  const safe = table ? line.replaceAll('\\|', '\\Vert ').replaceAll('|', '\\vert ') : line
  return `\`${MARKS[kind]}${safe}\``
}

function inTable(content: string, at: number): boolean {
  return content
    .slice(content.lastIndexOf('\n', at - 1) + 1, at)
    .trimStart()
    .startsWith('|')
}

/** The formula that code stands for, if any. */
export function formulaIn(code: unknown): { tex: string; block: boolean } | undefined {
  const text = String(code ?? '')
  const block = text.startsWith(MARKS.block)
  return block || text.startsWith(MARKS.inline) ? { tex: text.slice(1), block } : undefined
}
