import { AnswerStream, answerTo, makeMessage } from './fake-answers.mjs'
import { makeSource, newId, now } from './fake-data.mjs'

/** Conversations of the fake server, and what their answers took. */
export function chatRoutes({ state, route, json, problem, pace }) {
  const own = (handler) => (call) => {
    const found = state.conversations.get(call.ids[0])
    return found ? handler(call, found) : problem(call.response, 404, 'not_found', 'There is nothing with this id.')
  }
  const summary = ({ messages, earlier: _, ...conversation }) => ({
    ...conversation,
    messages: messages.length,
    excerpt: null,
  })
  const holding = (id) =>
    [...state.conversations.values()].find(({ messages, earlier }) =>
      [...messages, ...earlier.map((one) => one.message)].some((message) => message.id === id),
    )

  const answer = (response, conversation, userMessage) => {
    conversation.updatedAt = now()
    const message = makeMessage(conversation.id, 'assistant', '', 'streaming')
    conversation.messages.push(message)
    const stream = new AnswerStream(message)
    state.streams.set(message.id, stream)
    const source =
      [...state.sources.values()].find((one) => one.chatbotId === conversation.botId && one.status === 'ready') ??
      makeSource(conversation.botId, {})
    void stream.run(
      userMessage.content,
      answerTo(userMessage.content, source),
      { conversationId: conversation.id, userMessage, message },
      { pace, drop: () => response.socket?.destroy() },
    )
    stream.pipe(response, 0)
    return message
  }

  return [
    route('GET', '/api/chat/conversations', ({ response, url }) => {
      const words = (url.searchParams.get('q') ?? '').toLowerCase().split(/\s+/)
      const items = [...state.conversations.values()]
        .filter(({ botId }) => botId === url.searchParams.get('botId'))
        .map((conversation) => {
          const said = conversation.messages.map(({ content }) => content)
          const text = [conversation.title, ...said].join(' ').toLowerCase()
          const where = words[0] && said.find((content) => content.toLowerCase().includes(words[0]))
          return (
            words.every((word) => text.includes(word)) && {
              ...summary(conversation),
              excerpt: where ? where.slice(0, 160) : null,
            }
          )
        })
        .filter(Boolean)
        .sort((one, other) => other.updatedAt.localeCompare(one.updatedAt))
      json(response, 200, { items, nextCursor: null })
    }),
    route(
      'GET',
      '/api/chat/conversations/:id',
      own(({ response }, conversation) => json(response, 200, conversation)),
    ),
    route(
      'GET',
      '/api/chat/conversations/:id/export',
      own(({ response, url }, conversation) => {
        const markdown = url.searchParams.get('format') === 'markdown'
        response.writeHead(200, {
          'Content-Type': markdown ? 'text/markdown' : 'application/json',
          'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(conversation.title)}.${markdown ? 'md' : 'json'}`,
        })
        response.end(markdown ? `# ${conversation.title}\n` : JSON.stringify(conversation))
      }),
    ),
    route(
      'PATCH',
      '/api/chat/conversations/:id',
      own(({ response, body }, conversation) => json(response, 200, summary(Object.assign(conversation, body)))),
    ),
    route(
      'DELETE',
      '/api/chat/conversations/:id',
      own(({ response }, conversation) => {
        state.conversations.delete(conversation.id)
        response.writeHead(204).end()
      }),
    ),
    route('POST', '/api/chat', ({ response, body }) => {
      if (/\bbusy\b/i.test(body.content)) {
        return problem(response, 429, 'rate_limited', 'Too many messages.', { 'Retry-After': '20' })
      }
      if (/\bdown\b/i.test(body.content)) {
        return problem(response, 503, 'service_unavailable', 'The chat service cannot be reached.')
      }
      const id = body.conversationId ?? newId()
      const conversation = state.conversations.get(id) ?? {
        id,
        botId: body.botId,
        title: body.content.slice(0, 80),
        createdAt: now(),
        messages: [],
        earlier: [],
      }
      state.conversations.set(id, conversation)
      const userMessage = makeMessage(id, 'user', body.content, 'complete')
      conversation.messages.push(userMessage)
      answer(response, conversation, userMessage)
    }),
    route('POST', '/api/chat/messages/:id/retry', ({ response, ids }) => {
      const conversation = holding(ids[0])
      if (conversation?.messages.at(-1)?.id !== ids[0]) {
        return problem(response, 409, 'conflict', 'Only the last answer of a conversation can be given anew.')
      }
      const old = conversation.messages.pop()
      const message = answer(response, conversation, conversation.messages.at(-1))
      for (const one of conversation.earlier) {
        one.replacedBy = one.replacedBy === old.id ? message.id : one.replacedBy
      }
      conversation.earlier.push({ replacedBy: message.id, message: old })
    }),
    route('POST', '/api/chat/messages/:id/edit', ({ response, ids, body }) => {
      const conversation = holding(ids[0])
      if (!conversation) {
        return problem(response, 404, 'not_found', 'There is no such message.')
      }
      const at = conversation.messages.findIndex(({ id }) => id === ids[0])
      conversation.messages.splice(at)
      const userMessage = makeMessage(conversation.id, 'user', body.content, 'complete')
      conversation.messages.push(userMessage)
      answer(response, conversation, userMessage)
    }),
    route('POST', '/api/chat/messages/:id/choose', ({ response, ids }) => {
      const conversation = holding(ids[0])
      const chosen = conversation?.earlier.find(({ message }) => message.id === ids[0])
      if (chosen) {
        const at = conversation.messages.findIndex(({ id }) => id === chosen.replacedBy)
        const [present] = conversation.messages.splice(at, 1, chosen.message)
        conversation.earlier = conversation.earlier
          .filter((one) => one !== chosen)
          .map((one) => (one.replacedBy === present.id ? { ...one, replacedBy: chosen.message.id } : one))
        conversation.earlier.push({ replacedBy: chosen.message.id, message: present })
      }
      json(response, 200, chosen?.message ?? {})
    }),
    route('GET', '/api/usage', ({ response, url }) => json(response, 200, usage(state, url.searchParams))),
    route('GET', '/api/credits/balance', ({ response }) =>
      json(response, 200, {
        available: 381_240,
        reserved: 1_200,
        unlimited: false,
        lasting: 25_000,
        allowance: { allotted: 500_000, spent: 143_760, left: 356_240 },
        renewedAt: now(-9 * 24 * 60),
      }),
    ),
    route('GET', '/api/credits/transactions', ({ response, url }) => {
      const kind = url.searchParams.get('kind')
      json(response, 200, {
        items: transactions().filter((one) => !kind || one.kind === kind),
        nextCursor: null,
      })
    }),
  ]
}

function usage(state, parameters) {
  const from = parameters.get('from')
  const to = parameters.get('to')
  const total = {
    answers: 0,
    promptTokens: 0,
    cachedTokens: 0,
    completionTokens: 0,
    credits: 0,
    writtenOff: 0,
    counted: 3,
  }
  const items = []
  const [bot] = state.bots.keys()
  for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000) {
    const day = new Date(time).toISOString().slice(0, 10)
    const answers = (Math.round(time / 86_400_000) * 7) % 23
    for (const [model, price] of [
      ['gpt-6-luna', 1],
      ['claude-sonnet-5-5', 6],
    ]) {
      const count = price === 1 ? answers : Math.floor(answers / 4)
      const sums = {
        answers: count,
        promptTokens: count * 1_180,
        cachedTokens: 0,
        completionTokens: count * 210,
        credits: count * 1_390 * price,
        writtenOff: 0,
        counted: 0,
      }
      for (const [name, value] of Object.entries(sums)) {
        total[name] += value
      }
      if (count > 0) {
        items.push({ day, botId: price === 1 ? bot : null, provider: 'openai', model, sums })
      }
    }
  }
  return { from, to, group: [], total, items }
}

function transactions() {
  const one = (number, kind, amount, given) => ({
    number,
    kind,
    reference: newId(),
    amount,
    reserved: 0,
    consumed: 0,
    expired: 0,
    writtenOff: 0,
    available: 381_240 + number * 100,
    botId: null,
    provider: 'openai',
    model: 'gpt-6-luna',
    note: null,
    at: now(700 - number * 60),
    ...given,
  })
  const plain = { provider: null, model: null }
  return [
    one(6, 'settlement', 812, { consumed: 1_388 }),
    one(5, 'reservation', -2_200),
    one(4, 'expiry', 0, { consumed: 2_200, writtenOff: 40 }),
    one(3, 'grant', 25_000, { ...plain, note: 'For trying it out' }),
    one(2, 'allowance', 500_000, plain),
    one(1, 'lapse', -12_000, plain),
  ]
}
