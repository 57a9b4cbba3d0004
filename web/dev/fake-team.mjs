import { newId, now } from './fake-data.mjs'

/** Teams, keys and invitations of the fake server. The link of every invitation is /invitation?token=good. */
export function teamRoutes({ state, route, json, problem }) {
  const teams = new Map()
  const keys = new Map()
  const teamOf = (botId) => teams.get(botId) ?? remember(teams, botId, seedTeam())
  const keysOf = (botId) => keys.get(botId) ?? remember(keys, botId, seedKeys())
  const gone = (response) => response.writeHead(204).end()
  const mine = () => ({
    id: state.user.id,
    email: state.user.email,
    name: state.user.name,
    role: 'viewer',
    addedAt: now(90),
  })

  return [
    route('GET', '/api/chatbots/:id/teammates', ({ response, ids }) => {
      const { teammates, invitations } = teamOf(ids[0])
      const { role } = state.bots.get(ids[0])
      json(
        response,
        200,
        role === 'owner'
          ? { teammates, invitations }
          : { teammates: [...teammates, { ...mine(), role }], invitations: [] },
      )
    }),
    route('POST', '/api/chatbots/:id/teammates', ({ response, ids, body }) => {
      const team = teamOf(ids[0])
      if (/^full@/.test(body.email)) {
        return problem(
          response,
          403,
          'plan_limit_reached',
          'The plan Free allows 1 teammates for each bot. Delete one that is not needed, or choose a larger plan.',
        )
      }
      const invitation = { id: newId(), ...body, createdAt: now(), expiresAt: now(-7 * 24 * 60) }
      team.invitations = [invitation, ...team.invitations.filter(({ email }) => email !== body.email)]
      json(response, 201, invitation)
    }),
    route('PATCH', '/api/chatbots/:id/teammates/:id', ({ response, ids, body }) => {
      Object.assign(teamOf(ids[0]).teammates.find(({ id }) => id === ids[1]) ?? {}, body)
      gone(response)
    }),
    route('DELETE', '/api/chatbots/:id/teammates/:id', ({ response, ids }) => {
      const team = teamOf(ids[0])
      team.teammates = team.teammates.filter(({ id }) => id !== ids[1])
      if (ids[1] === state.user.id) {
        state.bots.delete(ids[0])
      }
      gone(response)
    }),
    route('DELETE', '/api/chatbots/:id/invitations/:id', ({ response, ids }) => {
      const team = teamOf(ids[0])
      team.invitations = team.invitations.filter(({ id }) => id !== ids[1])
      gone(response)
    }),

    route('GET', '/api/chatbots/:id/keys', ({ response, ids }) =>
      json(response, 200, { items: keysOf(ids[0]), nextCursor: null }),
    ),
    route('POST', '/api/chatbots/:id/keys', ({ response, ids, body }) => {
      const key = { id: newId(), prefix: 'cfk_Vd3kq8Yc', createdAt: now(), lastUsedAt: null, ...body }
      keysOf(ids[0]).unshift(key)
      json(response, 201, { key, secret: 'cfk_Vd3kq8Yc1nPz7Xw0uVtRb5sQe2LmJ8hGf4D6aT9oKzE' })
    }),
    route('DELETE', '/api/chatbots/:id/keys/:id', ({ response, ids }) => {
      keys.set(
        ids[0],
        keysOf(ids[0]).filter(({ id }) => id !== ids[1]),
      )
      gone(response)
    }),

    route('POST', '/api/invitations/preview', ({ response, body }) =>
      body.token === 'good' || body.token === 'other'
        ? json(response, 200, {
            botName: 'Press office',
            inviterName: 'Grace Hopper',
            email: body.token === 'good' ? 'ada@example.com' : 'ada.lovelace@analytical-engines.example.org',
            role: 'editor',
            expiresAt: now(-6 * 24 * 60),
          })
        : problem(response, 400, 'invalid_token', 'The invitation was used before, has expired, or was withdrawn.'),
    ),
    route('POST', '/api/invitations/accept', ({ response }) =>
      json(response, 200, { botId: [...state.bots.keys()].at(-1) }),
    ),
  ]
}

function remember(map, key, value) {
  map.set(key, value)
  return value
}

function seedTeam() {
  const mate = (name, email, role) => ({ id: newId(), name, email, role, addedAt: now(4000) })
  const invited = (email, role, expiresAt) => ({ id: newId(), email, role, createdAt: now(6000), expiresAt })
  return {
    teammates: [
      mate('Grace Hopper', 'grace@example.com', 'editor'),
      mate('', 'a.person.with.a.long.address@subsidiary.example.org', 'viewer'),
    ],
    invitations: [
      invited('katherine@example.com', 'viewer', now(-3 * 24 * 60)),
      invited('dorothy.vaughan@example.org', 'editor', now(2 * 24 * 60)),
    ],
  }
}

function seedKeys() {
  const key = (name, prefix, scopes, fields) => ({
    id: newId(),
    name,
    prefix,
    scopes,
    createdAt: now(90_000),
    expiresAt: null,
    lastUsedAt: null,
    ...fields,
  })
  return [
    key('Web shop', 'cfk_8hGf4D6a', ['chat'], { lastUsedAt: now(3), expiresAt: now(-80 * 24 * 60) }),
    key('Nightly upload of manuals', 'cfk_T9oKzE1n', ['read', 'write'], { expiresAt: now(24 * 60) }),
    key('Status board', 'cfk_Pz7Xw0uV', ['chat', 'read', 'write'], {}),
  ]
}
