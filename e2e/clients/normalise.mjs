// What differs between two direct runs must not count as a difference: the server writes the time of day into some
// texts, also inside base64 blobs, and makes up an id for each task. Everything else is compared as it came.

const TIME_OF_DAY = /\b\d{1,2}:\d{2}:\d{2}(\s?[AP]M)?/g;
const withoutTime = (text) => text.replace(TIME_OF_DAY, '<time>');

function blob(base64) {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  return text.includes('base64 blob created at') ? { decoded: withoutTime(text) } : base64;
}

/** A copy with sorted keys, so that equal results print as equal texts. */
export function normalise(value, key = '') {
  if (key === 'taskId') {
    return '<random>';
  }
  if (typeof value === 'string') {
    return key === 'blob' ? blob(value) : withoutTime(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => normalise(item, key));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((name) => [name, normalise(value[name], name)]),
    );
  }
  return value;
}

/**
 * Prints the result of a run: one JSON object on standard output.
 *
 * @param url of the server, which errors may name; if there is one
 */
export function print(value, url = '<url>') {
  process.stdout.write(`${JSON.stringify(normalise(value), null, 1).replaceAll(url, '<url>')}\n`);
}
