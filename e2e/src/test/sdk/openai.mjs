// What a program does with OpenAI's own library, unchanged, against a bot. One case a run: node openai.mjs CASE
import assert from "node:assert/strict";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: process.env.API_KEY, maxRetries: 0 });
const QUESTION = "When does the shop open on Saturdays?";
const ANSWER = "On Saturdays the shop opens at ten in the morning. [1]";
const messages = [{ role: "user", content: QUESTION }];
const lookup = {
  name: "lookup",
  description: "The weather of a city",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const chatTool = { type: "function", function: lookup };

const cases = {
  async chat() {
    const completion = await client.chat.completions.create({ model: "default", messages });
    const { message, finish_reason } = completion.choices[0];
    assert.equal(message.content, ANSWER);
    assert.equal(finish_reason, "stop");
    const citation = message.annotations[0].url_citation;
    assert.equal(message.content.slice(citation.start_index, citation.end_index), "[1]");
    assert.equal(citation.title, "Hours");
    assert.ok(completion.usage.completion_tokens > 0);
  },

  async stream() {
    const stream = await client.chat.completions.create({
      model: "words-20",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let usage;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage ?? usage;
    }
    assert.ok(text.startsWith("w1 w2") && text.endsWith("w20"), text);
    assert.equal(usage.completion_tokens, 20);

    const whole = await client.chat.completions.stream({ model: "default", messages }).finalChatCompletion();
    assert.equal(whole.choices[0].message.content, ANSWER);
  },

  async tools() {
    const first = await client.chat.completions.create({ model: "calls-lookup", messages, tools: [chatTool] });
    const asked = first.choices[0].message;
    assert.equal(first.choices[0].finish_reason, "tool_calls");
    assert.deepEqual(JSON.parse(asked.tool_calls[0].function.arguments), { city: "Lisbon" });
    const told = { role: "tool", tool_call_id: asked.tool_calls[0].id, content: "It is sunny." };
    const second = await client.chat.completions.create({
      model: "calls-lookup",
      messages: [...messages, asked, told],
      tools: [chatTool],
    });
    assert.match(second.choices[0].message.content, /It is sunny\./);

    const cities = [];
    const runner = client.chat.completions.runTools({
      model: "calls-lookup",
      messages,
      stream: true,
      tools: [
        {
          type: "function",
          function: {
            ...lookup,
            parse: JSON.parse,
            function: ({ city }) => {
              cities.push(city);
              return "It rains.";
            },
          },
        },
      ],
    });
    assert.match(await runner.finalContent(), /It rains\./);
    assert.deepEqual(cities, ["Lisbon"]);
  },

  async json() {
    const completion = await client.chat.completions.create({
      model: "extractive",
      messages,
      response_format: { type: "json_object" },
    });
    assert.match(JSON.parse(completion.choices[0].message.content).answer, /opens at ten/);
  },

  async embeddings() {
    // The library asks for base64 by itself and decodes it.
    const made = await client.embeddings.create({ model: "default", input: ["A shop opens.", "Fish swim."] });
    assert.equal(made.data.length, 2);
    assert.equal(made.data[0].embedding.length, 384);
    const plain = await client.embeddings.create({
      model: "default",
      input: "A shop opens.",
      encoding_format: "float",
    });
    plain.data[0].embedding.forEach((number, i) => assert.ok(Math.abs(number - made.data[0].embedding[i]) < 1e-4));
  },

  async models() {
    const ids = [];
    for await (const model of client.models.list()) {
      ids.push(model.id);
    }
    assert.ok(ids.includes("default") && ids.includes("words-20"), ids.join());
    assert.equal((await client.models.retrieve("words-20")).owned_by, "scripted");
  },

  async responses() {
    const response = await client.responses.create({ model: "default", instructions: "Be brief.", input: QUESTION });
    assert.equal(response.output_text, ANSWER);
    assert.equal(response.output[0].content[0].annotations.length, 1);
    assert.ok(response.usage.output_tokens > 0);

    const stream = await client.responses.create({ model: "words-20", input: QUESTION, stream: true });
    let text = "";
    let last;
    for await (const event of stream) {
      text += event.type === "response.output_text.delta" ? event.delta : "";
      last = event;
    }
    assert.equal(last.type, "response.completed");
    assert.equal(text, last.response.output[0].content[0].text);

    const gathered = await client.responses.stream({ model: "default", input: QUESTION }).finalResponse();
    assert.equal(gathered.output_text, ANSWER);
  },

  async responseTools() {
    const tools = [{ type: "function", strict: false, ...lookup }];
    const first = await client.responses.create({ model: "calls-lookup", input: QUESTION, tools });
    const call = first.output.find((item) => item.type === "function_call");
    assert.deepEqual(JSON.parse(call.arguments), { city: "Lisbon" });
    const second = await client.responses.create({
      model: "calls-lookup",
      tools,
      input: [
        { role: "user", content: QUESTION },
        call,
        { type: "function_call_output", call_id: call.call_id, output: "It is sunny." },
      ],
    });
    assert.match(second.output_text, /It is sunny\./);
  },

  async errors() {
    const ask = (model, more, other = client) => other.chat.completions.create({ model, messages, ...more });
    const stranger = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: "sk-nothing", maxRetries: 0 });
    await assert.rejects(ask("default", {}, stranger), (e) => is(e, OpenAI.AuthenticationError, "invalid_api_key"));
    await assert.rejects(ask("gpt-x"), (e) => is(e, OpenAI.NotFoundError, "model_not_found"));
    await assert.rejects(ask("default", { n: 2 }), (e) => is(e, OpenAI.BadRequestError) && e.param === "n");
    await assert.rejects(ask("status-500"), (e) => is(e, OpenAI.InternalServerError, "provider_failed"));
    await assert.rejects(async () => {
      for await (const chunk of await ask("reset-after-3", { stream: true })) {
        assert.ok(chunk.choices);
      }
    }, OpenAI.APIError);
  },

  async limit() {
    await assert.rejects(
      async () => {
        for (let i = 0; i < 1000; i++) {
          await client.models.list();
        }
      },
      (e) => is(e, OpenAI.RateLimitError, "rate_limit_exceeded") && Number(e.headers.get("retry-after")) > 0,
    );
  },
};

function is(error, type, code) {
  assert.ok(error instanceof type, `${error.constructor.name}: ${error.message}`);
  assert.ok(error.requestID, "the id of the request");
  if (code) {
    assert.equal(error.code, code);
  }
  return true;
}

await cases[process.argv[2]]();
