import type { DeepRule, Span } from './span.ts'

// The home folder of somebody in a path. Behind a host or a method of HTTP it is a route. Fixed words around one
// bounded class that ends at the next divider: linear.
const unixHome =
  /(?<![A-Za-z0-9_.~-]|\b(?:GET|PUT|POST|HEAD|PATCH|DELETE|OPTIONS) )(?:\/mnt\/[a-z]|\/[a-z])?\/(?:home|Users)\/([^\s/\\"'`:;,<>|()[\]{}*?#&=]{1,64})(?=\/|:(?:\s|\d|$))/g
// With one to four backslashes, as JSON in JSON writes them. A name may hold blanks where a backslash ends it.
const windowsHome =
  /\b[A-Za-z]:(?:\\{1,4}|\/)Users(?:\\{1,4}|\/)([^\\/:*?"<>|[\]\r\n]{1,64}(?=[\\/])|[^\s\\/:*?"'<>|[\],;]{1,64})/gi

function find(text: string): readonly Span[] {
  // Most lines name no home.
  if (!/[/\\](?:home|Users)[/\\]/i.test(text)) return []
  return [unixHome, windowsHome].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index, 0: whole, 1: name = '' }) => {
      const end = index + whole.length
      return { start: end - name.length, end, rule: 'home-folder', kind: 'user', value: null }
    }),
  )
}

/** Names of people in the paths of their home folders; without a tag, as a name is easily guessed. */
export const homes: DeepRule = {
  name: 'home-folder',
  mustHide: [
    '/home/CANARY/logs/pay.jsonl',
    'file:///Users/CANARY/pay.jsonl',
    'C:\\Users\\CANARY\\pay.jsonl',
    'C:\\\\Users\\\\CANARY Maria\\\\pay.jsonl',
    'cannot open /home/CANARY: permission denied',
    '/mnt/c/Users/CANARY/pay.jsonl',
  ],
  mustKeep: [
    '/root/pay.jsonl and /var/lib/pay.jsonl',
    'https://shop.example/home/prices/today',
    'GET /home/prices/today 200',
    'C:\\Windows\\System32',
  ],
  find,
}
