import { always, type Carried, type Carrier, type Load, nameOf, oneLine } from './carrier.ts'

type Show = (load: Load, name: string, value: string) => string

function text(name: string, show: Show, fits: Carrier['fits'] = oneLine): Carrier {
  return { name, fits, carry: (load) => ({ text: show(load, nameOf(load), load.made.text), via: 'text' }) }
}

function file(
  name: string,
  show: Show,
  more: Omit<Carried, 'text' | 'via'> = {},
  fits: Carrier['fits'] = always,
): Carrier {
  return {
    name,
    fits,
    carry: (load) => ({ text: show(load, nameOf(load), load.made.text), via: 'file', ...more }),
  }
}

/** A list or an object stands in JSON as it is; anything else is a string. */
const inJson = ({ kind, made }: Load): unknown =>
  kind.isJson === true ? (JSON.parse(made.text) as unknown) : made.text

const time = 1_763_625_600_000
const variable = (name: string) => name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
const word = (name: string) => name.replace(/[^A-Za-z0-9]+/g, '_')
const header = (name: string) => name.replace(/[^A-Za-z0-9]+/g, '-')
const each = (value: string, show: (line: string) => string) => value.split(/\r?\n/).map(show).join('\n')

const pino = (load: Load, name: string) =>
  JSON.stringify({
    level: 30,
    time,
    pid: 7,
    msg: 'answered',
    req: { method: 'GET', url: '/quote' },
    [name]: inJson(load),
  })

function har(load: Load, name: string): string {
  const isHeader = load.label !== null && load.kind.isLines !== true
  const request = {
    method: 'POST',
    url: 'https://api.example/quote',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [
      { name: 'accept', value: '*/*' },
      ...(isHeader ? [{ name: header(name), value: load.made.text }] : []),
    ],
    queryString: [],
    postData: {
      mimeType: 'application/json',
      text: isHeader ? '{}' : JSON.stringify({ [name]: load.made.text }),
    },
    headersSize: -1,
    bodySize: 2,
  }
  const response = {
    status: 402,
    statusText: 'Payment Required',
    headers: [],
    cookies: [],
    content: { size: 0, mimeType: 'text/plain' },
  }
  const entry = {
    startedDateTime: '2026-11-20T08:00:00.000Z',
    time: 12,
    request,
    response,
    cache: {},
    timings: {},
  }
  return JSON.stringify(
    { log: { version: '1.2', creator: { name: 'probe', version: '1' }, entries: [entry] } },
    null,
    2,
  )
}

const curl: Show = (load, name, value) => {
  const said = load.label === null ? `* sent ${value}` : `> ${header(name)}: ${value}`
  return `*   Trying 203.0.113.9:443...\n> GET /quote HTTP/1.1\n> Host: api.example\n${said}\n>\n< HTTP/1.1 402 Payment Required\n`
}

/** Logs and transcripts. */
export const logPlaces: readonly Carrier[] = [
  // Whoever pays chooses the nonce: it may be his key.
  text(
    'behind-nonce',
    (_load, _name, value) => `settled nonce=${value} in time`,
    (kind, mode) => mode === 'shaped' && /^evm-key-(?:0x|bare)$/.test(kind.name),
  ),
  text('header-line', (_load, name, value) => `${header(name)}: ${value}`),
  text('curl-transcript', curl),
  text(
    'curl-command',
    (_load, name, value) => `$ curl -sS -H '${header(name)}: ${value}' https://api.example/quote`,
  ),
  text(
    'nginx-line',
    (_load, name, value) =>
      `203.0.113.7 - - [20/Nov/2026:08:00:00 +0000] "GET /quote HTTP/1.1" 402 12 "-" "curl/8.5.0" ${word(name)}="${value.replaceAll('"', '\\x22')}"`,
  ),
  text(
    'query-string',
    (_load, name, value) => `GET /quote?size=10&${word(name)}=${encodeURIComponent(value)}&x=1 HTTP/1.1`,
    always,
  ),
  text(
    'form-body',
    (_load, name, value) => new URLSearchParams({ grant: 'x', [word(name)]: value }).toString(),
    always,
  ),
  text(
    'stack-trace',
    (_load, name, value) =>
      `Error: cannot use ${name}: ${value}\n    at open (/app/dist/wallet.js:10:5)\n    at async main (/app/dist/main.js:3:1)`,
    always,
  ),
  text('prose', (load, name, value) =>
    load.label === null ? `I pasted ${value} there, sorry.` : `the ${name} is ${value} as agreed`,
  ),
  text('csv-cell', (load, name, value) => {
    const cell = load.label === null ? value : `${name}=${value}`
    return `time,note,status\n2026-11-20T08:00:00Z,"${cell.replaceAll('"', '""')}",200\n`
  }),
  text(
    'prefixed-lines',
    (_load, name, value) => each(`starting\n${name}=${value}\ndone`, (line) => `app-1  | ${line}`),
    always,
  ),
  text(
    'markdown',
    (_load, name, value) => `Steps:\n\n\`\`\`sh\nexport ${variable(name)}="${value}"\n\`\`\`\n`,
    always,
  ),
  text('shell-flag', (_load, name, value) => `$ app --${header(name)}="${value}" --port 8080`),
  text('js-object', (_load, name, value) => `config { ${word(name)}: '${value}', port: 8080 }`),
  text('python-dict', (_load, name, value) => `config {'${name}': '${value}', 'port': 8080}`),
  text('go-struct', (_load, name, value) => `config {${word(name)}:${value} Port:8080}`),
  text(
    'xml',
    (_load, name, value) =>
      `<config><${word(name)}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${word(name)}></config>`,
    always,
  ),
  text(
    'xml-attribute',
    (_load, name, value) =>
      `<add key="${name}" value="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"/>`,
  ),
]

/** Files whose form is recognised. */
export const filePlaces: readonly Carrier[] = [
  file(
    'json',
    (load, name) => JSON.stringify({ service: 'api', [name]: inJson(load), port: 8080 }, null, 2),
    { json: 'document' },
  ),
  file('json-deep', (load, name) => JSON.stringify({ a: [{ b: { [name]: [inJson(load)] } }] }), {
    json: 'document',
  }),
  file(
    'json-string-in-json',
    (load, name) => JSON.stringify({ msg: JSON.stringify({ [name]: inJson(load) }) }),
    { json: 'document' },
  ),
  file(
    'json-three-times',
    (load, name) =>
      JSON.stringify({ msg: JSON.stringify({ inner: JSON.stringify({ [name]: load.made.text }) }) }),
    { json: 'document' },
  ),
  file(
    'json-header-pair',
    (load, name) => JSON.stringify({ rawHeaders: ['accept', '*/*', header(name), load.made.text] }),
    { json: 'document' },
  ),
  file('pino', (load, name) => `${pino(load, name)}\n${JSON.stringify({ level: 30, time, msg: 'next' })}\n`, {
    json: 'lines',
  }),
  file(
    'pino-message',
    (load, name) => `${JSON.stringify({ level: 50, time, msg: `failed with ${name}=${load.made.text}` })}\n`,
    { json: 'lines' },
  ),
  file(
    'docker-environment',
    (load, name) =>
      JSON.stringify([{ Config: { Env: ['PATH=/bin', `${variable(name)}=${load.made.text}`] } }]),
    { json: 'document' },
  ),
  file('har', har, { json: 'document' }),
  file(
    'dotenv',
    (_load, name, value) => `X402_ENABLED=true\n${variable(name)}=${value}\nPORT=8080\n`,
    {},
    oneLine,
  ),
  file(
    'dotenv-quoted',
    (_load, name, value) => `# settings\nexport ${variable(name)}='${value}'\nPORT=8080\n`,
  ),
  file('yaml', (_load, name, value) => `service:\n  ${word(name)}: '${value}'\n  port: 8080\n`, {}, oneLine),
  file(
    'yaml-block',
    (_load, name, value) =>
      `service:\n  ${word(name)}: |\n${each(value, (line) => `    ${line}`)}\n  port: 8080\n`,
  ),
  file('toml', (_load, name, value) => `[service]\n${word(name)} = '''${value}'''\nport = 8080\n`),
  file(
    'kubernetes-secret',
    (_load, name, value) =>
      `apiVersion: v1\nkind: Secret\ndata:\n  ${variable(name)}: ${Buffer.from(value).toString('base64')}\n`,
  ),
]
