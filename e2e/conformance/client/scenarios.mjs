// What the suite's scenarios for clients wait for, by their names. Those about a client's OAuth are left out: they play an
// upstream that wants a token of its client's, and Weir is a resource server of its own.

const call = (client, name, args = {}) => client.callTool({ name, arguments: args });

export const scenarios = {
  initialize: (client) => client.listTools(),

  async tools_call(client) {
    await client.listTools();
    await call(client, 'add_numbers', { a: 5, b: 3 });
  },

  'elicitation-sep1034-client-defaults': (client) => call(client, 'test_client_elicitation_defaults'),

  async 'sse-retry'(client) {
    await client.listTools();
    await call(client, 'test_reconnection');
  },

  'request-metadata': (client) => client.listTools(),

  async 'sep-2322-client-request-state'(client) {
    await client.listTools();
    await Promise.all([call(client, 'test_mrtr_echo_state'), call(client, 'test_mrtr_unrelated')]);
    await call(client, 'test_mrtr_no_state');
    // SDK v2 reports such a result as invalid, which is after what is checked: that it does not try again.
    await call(client, 'test_mrtr_no_result_type').catch(() => {});
  },

  async 'http-standard-headers'(client) {
    const { tools } = await client.listTools();
    for (const { name } of tools) {
      await call(client, name);
    }
    const { resources } = await client.listResources();
    for (const { uri } of resources) {
      await client.readResource({ uri });
    }
    const { prompts } = await client.listPrompts();
    for (const { name } of prompts) {
      await client.getPrompt({ name });
    }
  },

  async 'http-custom-headers'(client, { toolCalls }) {
    await client.listTools();
    for (const { name, arguments: args } of toolCalls) {
      await call(client, name, args);
    }
  },

  async 'http-invalid-tool-headers'(client) {
    const { tools } = await client.listTools();
    for (const { name, inputSchema } of tools) {
      await call(client, name, values(inputSchema));
    }
  },

  'json-schema-ref-no-deref': (client) => client.listTools(),

  async 'json-schema-2020-12-preservation'(client) {
    const { tools } = await client.listTools();
    const { inputSchema } = tools.find(({ name }) => name === 'json_schema_2020_12_tool');
    await call(client, 'json_schema_echo', { schema: inputSchema });
  },
};

const VALUES = { string: 'value', number: 1, integer: 1, boolean: true, array: [], object: {}, null: null };

/** Something for every parameter. */
const values = ({ properties = {} }) =>
  Object.fromEntries(Object.entries(properties).map(([name, { type }]) => [name, VALUES[type]]));
