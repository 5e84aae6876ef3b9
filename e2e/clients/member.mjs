// The names of one server among several behind a virtual connection: outside they say whose they are.

const NAMED = ['calls', 'asking', 'prompts', 'completions', 'cancel', 'task'];

const mapped = (value, change) =>
  Array.isArray(value)
    ? value.map((item) => mapped(item, change))
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(key, mapped(item, change))]))
      : value;

/** A scenario with the names that clients know. */
export function outer(scenario, member) {
  if (!member) {
    return scenario;
  }
  const rename = (key, value) =>
    typeof value !== 'string' ? value : key === 'name' ? `${member}_${value}` : key === 'uri' ? `${member}+${value}` : value;
  const named = Object.fromEntries(
    Object.entries(scenario).map(([key, value]) => [key, NAMED.includes(key) ? withoutArguments(value, rename) : value]),
  );
  return { ...named, reads: scenario.reads.map((uri) => `${member}+${uri}`) };
}

/** What arguments name is the server's own affair. */
function withoutArguments(value, rename) {
  if (Array.isArray(value)) {
    return value.map((item) => withoutArguments(item, rename));
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'arguments' || key === 'argument' ? item : rename(key, withoutArguments(item, rename)),
    ]),
  );
}

/** What a client saw of one server, by that server's own names. */
export function inner(seen, member) {
  if (!member) {
    return seen;
  }
  const mine = (item) => {
    const known = item.uri ?? item.uriTemplate;
    return known === undefined ? item.name.startsWith(`${member}_`) : known.startsWith(`${member}+`);
  };
  const own = { ...seen };
  for (const [list, items] of [['tools', 'tools'], ['prompts', 'prompts'], ['resources', 'resources'], ['templates', 'resourceTemplates']]) {
    if (own[list]?.result) {
      own[list] = { result: { ...own[list].result, [items]: own[list].result[items].filter(mine) } };
    }
  }
  return mapped(own, (key, value) => {
    if (typeof value !== 'string') {
      return value;
    }
    if (key === 'progressToken' && value.startsWith(`${member}:`)) {
      return JSON.parse(value.slice(member.length + 1));
    }
    const prefix = key === 'name' ? `${member}_` : key.startsWith('uri') ? `${member}+` : undefined;
    return prefix !== undefined && value.startsWith(prefix) ? value.slice(prefix.length) : value;
  });
}
