/** A document as a header and as JSON: what the forms below are made of. */
export type Sample = {
  readonly name: string
  readonly header: string
  readonly json: unknown
  /** How it travels: with a request, or with an answer of this status. */
  readonly status: number | null
}

/** A way in which people paste a document. */
export type Form = { readonly name: string; readonly text: (sample: Sample) => string | Uint8Array }

const base64 = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64')

function wrapped(text: string, width: number, end: string): string {
  return (text.match(new RegExp(`.{1,${width}}`, 'gs')) ?? []).join(end)
}

function transcript({ header, json, status }: Sample, mark: (sent: boolean) => string): string {
  const request = ['GET /v1/quote HTTP/1.1', 'Host: api.example']
  const answer = [`HTTP/1.1 ${status ?? 200} Whatever`, 'Cache-Control: no-store', 'Content-Length: 2']
  if (status === null) request.push(`${header}: ${base64(json)}`)
  else answer.push(`${header}: ${base64(json)}`)
  const [sent, got] = [mark(true), mark(false)]
  const lines = [...request, ''].map((line) => `${sent}${line}`)
  return [...lines, ...[...answer, ''].map((line) => `${got}${line}`), '{}'].join('\r\n')
}

function har({ header, json, status }: Sample): string {
  const headers = [{ name: header, value: base64(json) }]
  const other = [{ name: 'Cache-Control', value: 'no-store' }]
  const entry = {
    request: { method: 'GET', url: 'https://api.example/', headers: status === null ? headers : [] },
    response: {
      status: status ?? 200,
      headers: [...other, ...(status === null ? [] : headers)],
      content: { text: '{}' },
    },
  }
  return JSON.stringify({ log: { version: '1.2', entries: [entry] } })
}

/** Every form in which a document may come; all of them hold the same document once. */
export const forms: readonly Form[] = [
  { name: 'the bare value', text: ({ json }) => base64(json) },
  {
    name: 'base64url without padding',
    text: ({ json }) => Buffer.from(JSON.stringify(json)).toString('base64url'),
  },
  { name: 'in double quotes', text: ({ json }) => `"${base64(json)}"\n` },
  { name: 'broken over lines', text: ({ json }) => wrapped(base64(json), 76, '\n') },
  { name: 'broken and indented', text: ({ json }) => `  ${wrapped(base64(json), 50, '\r\n  ')}\r\n` },
  { name: 'broken by blanks', text: ({ json }) => wrapped(base64(json), 10, ' ') },
  { name: 'a header line', text: ({ header, json }) => `${header}: ${base64(json)}` },
  {
    name: 'a header line that was broken',
    text: ({ header, json }) => `${header}: ${wrapped(base64(json), 70, '\n')}`,
  },
  { name: 'a lower-case header', text: ({ header, json }) => `${header.toLowerCase()}:${base64(json)}` },
  {
    name: 'a curl command',
    text: ({ header, json }) => `curl -sS -H '${header}: ${base64(json)}' https://api.example/`,
  },
  { name: 'a variable', text: ({ header, json }) => `${header.replaceAll('-', '_')}="${base64(json)}"` },
  { name: 'a log line', text: ({ json }) => `2026-11-21T07:40:02Z info seen ${base64(json)}, went on` },
  { name: 'curl -i', text: (sample) => transcript(sample, () => '') },
  { name: 'curl -v', text: (sample) => transcript(sample, (sent) => (sent ? '> ' : '< ')) },
  { name: 'HAR', text: har },
  {
    name: 'headers as an object',
    text: ({ header, json }) => JSON.stringify({ headers: { [header]: base64(json) } }),
  },
  {
    name: 'headers as pairs',
    text: ({ header, json }) =>
      JSON.stringify([
        ['Date', 'x'],
        [header, base64(json)],
      ]),
  },
  {
    name: 'headers as a flat list',
    text: ({ header, json }) => JSON.stringify(['Date', 'x', header, base64(json)]),
  },
  { name: 'JSON', text: ({ json }) => JSON.stringify(json) },
  { name: 'indented JSON', text: ({ json }) => `\n${JSON.stringify(json, null, 2)}\n` },
  {
    name: 'indented JSON behind words',
    text: ({ json }) => `it said:\n${JSON.stringify(json, null, 2)}\nand went on`,
  },
  { name: 'JSON in a log line', text: ({ json }) => `2026-11-21T07:40:02Z info ${JSON.stringify(json)}` },
  {
    name: 'JSON inside a text of JSON',
    text: ({ json }) => JSON.stringify({ level: 30, msg: JSON.stringify(json) }),
  },
  { name: 'UTF-16', text: ({ json }) => Buffer.from(`\ufeff${base64(json)}\r\n`, 'utf16le') },
]

/** The bytes of a form. */
export function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text) : text
}
