/** What the fake server knows at its start: two bots, and the pages of a made-up manual. */
let counter = 0

export function newId() {
  counter++
  return `0199a000-0000-7000-8000-${counter.toString(16).padStart(12, '0')}`
}

export const now = (minutesAgo = 0) => new Date(Date.now() - minutesAgo * 60_000).toISOString()

const PAGES = [
  'HELIO 3 HEAT PUMP\nInstallation and service manual\n\nThis manual is meant for trained installers. Keep it with the unit for its whole life, and hand it on with it.',
  'Before you begin\n\nCheck the delivery for damage and note any on the delivery slip. The unit must be carried upright; a tilt of more than thirty degrees needs a rest of twelve hours before it may be switched on.\n\nThe refrigerant circuit is filled at the factory and must not be opened on site.',
  'Placement\n\nLeave at least 300 mm free behind the unit and 1,000 mm in front of it. The outlet must not face a neighbour’s window within three metres. On a flat roof, use the vibration dampers that are part of the mounting set.\n\nCondensate has to drain free of frost, into gravel or a heated pipe.',
  'Water quality\n\nFill the heating circuit with water according to VDI 2035. Hardness above 11 °dH needs softening. Flush the pipes before connecting: solder and sealing residue are the most frequent cause of early failures of the plate heat exchanger.',
  'Warranty\n\nThe general warranty covers parts and labour for twenty-four months. For the compressor it is extended to five years from commissioning, provided that the annual service is documented in the log book. Wear parts are excluded, as is damage by unsuitable water.\n\nClaims are made through the installer, with the serial number and a copy of the log book.',
  'Annual service\n\nOnce a year: clean the fins with a soft brush, check the pressure of the expansion vessel, read out the fault memory, test the safety valve, and sign the log book. Two hours should be planned for it.',
  'Fault codes\n\nE04 means too little flow: bleed the circuit, clean the strainer, check the pump. E11 means that the outdoor sensor is interrupted. H02 is a hint only: the defrosting took longer than usual.',
]

export const SEGMENTS = PAGES.map((text, index) => ({
  ordinal: index,
  page: index + 1,
  second: null,
  section: null,
  url: null,
  text,
}))

export function makeBot(fields) {
  return {
    id: newId(),
    name: 'Bot',
    description: '',
    slug: (fields.name ?? 'bot').toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    tone: '',
    instructions: '',
    model: null,
    provider: null,
    temperature: 0.2,
    language: '',
    welcomeMessage: '',
    suggestedQuestions: [],
    visibility: 'private',
    retrieval: {
      meaning: null,
      diversity: null,
      minScore: null,
      rerank: null,
      neighbours: null,
      passages: null,
      rewriting: null,
    },
    role: 'owner',
    version: 1,
    createdAt: now(60),
    updatedAt: now(),
    ...fields,
  }
}

export function makeSource(chatbotId, fields) {
  return {
    id: newId(),
    chatbotId,
    type: 'file',
    title: 'Source',
    fileName: null,
    url: null,
    mediaType: '',
    sizeBytes: 0,
    citable: true,
    status: 'pending',
    stage: 'waiting',
    live: false,
    progress: { done: 0, total: null, unit: 'pages', secondsLeft: null },
    crawl: null,
    refresh: 'never',
    nextFetchAt: null,
    lastFetch: null,
    segments: null,
    passages: null,
    pages: null,
    error: null,
    createdAt: now(),
    updatedAt: now(),
    ...fields,
  }
}

const ready = {
  status: 'ready',
  stage: null,
  live: true,
  progress: { done: 7, total: 7, unit: 'pages', secondsLeft: null },
}

export function seed(state) {
  const helio = makeBot({
    name: 'Helio service desk',
    description: 'Answers installers about the Helio 3 heat pump: placement, water, faults and warranty.',
    welcomeMessage: 'Hello. Ask me anything that is in the Helio manuals, I will show you the page.',
    suggestedQuestions: [
      'How long is the warranty on the compressor?',
      'What does fault E04 mean, and what do I do?',
      'How much space does the unit need around it?',
    ],
    visibility: 'link',
    updatedAt: now(12),
  })
  const people = makeBot({
    name: 'People & policies',
    description: 'Holidays, expenses, parental leave. For everyone who works here.',
    visibility: 'private',
    role: 'viewer',
    updatedAt: now(60 * 26),
  })
  const press = makeBot({
    name: 'Press office',
    description: '',
    visibility: 'public',
    role: 'editor',
    updatedAt: now(60 * 24 * 9),
  })
  for (const bot of [helio, people, press]) {
    state.bots.set(bot.id, bot)
  }
  const sources = [
    {
      title: 'Helio 3 installation manual',
      fileName: 'Helio 3 installation manual.pdf',
      citable: true,
      url: null,
      mediaType: 'application/pdf',
      sizeBytes: 8_412_000,
      segments: 7,
      pages: 7,
      passages: 214,
      createdAt: now(400),
      ...ready,
    },
    {
      title: 'Service bulletin 2026-04',
      fileName: 'Service bulletin 2026-04.docx',
      citable: true,
      url: null,
      mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      sizeBytes: 214_000,
      segments: 9,
      passages: 31,
      createdAt: now(300),
      ...ready,
    },
    {
      type: 'text',
      title: 'Opening hours of the hotline',
      citable: true,
      url: null,
      mediaType: 'text/plain',
      sizeBytes: 640,
      segments: 1,
      passages: 1,
      createdAt: now(200),
      ...ready,
    },
    {
      title: 'Wiring diagrams, scanned',
      fileName: 'wiring-scan.pdf',
      citable: true,
      url: null,
      mediaType: 'application/pdf',
      sizeBytes: 31_400_000,
      status: 'failed',
      stage: null,
      error: { code: 'no_text', message: 'No text was found in this file.' },
      createdAt: now(90),
    },
  ]
  for (const fields of sources) {
    const source = makeSource(helio.id, fields)
    state.sources.set(source.id, source)
  }
  const titles = [
    ['Warranty of the compressor', 8],
    ['Fault E04 after commissioning', 60 * 5],
    ['Space around the unit', 60 * 30],
    ['Which water may be filled in?', 60 * 50],
    ['Service interval and duration', 60 * 24 * 12],
  ]
  for (const [title, age] of titles) {
    const id = newId()
    state.conversations.set(id, {
      id,
      botId: helio.id,
      title,
      createdAt: now(age),
      updatedAt: now(age),
      messages: [],
      earlier: [],
    })
  }
}
