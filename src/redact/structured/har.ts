import type { Editor } from './edit.ts'
import { atTop, below } from './edit.ts'
import { entryText, type Node, type ObjectNode, textNode, withEntry } from './tree.ts'

// `name=value` of a form: everything up to the first `=`, then the rest. Anchored, classes exclude: linear.
const formPart = /^([^=]{1,200})=(.*)$/s

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

function editForm(text: string, { walk }: Editor): string {
  return text
    .split('&')
    .map((part) => {
      const match = formPart.exec(part)
      const name = decodeForm(match?.[1] ?? '')
      const value = textNode(decodeForm(match?.[2] ?? part))
      const shown = walk(value, below(atTop, name))
      if (shown === value || shown.kind !== 'text') return part
      return match === null
        ? encodeURIComponent(shown.value)
        : `${match[1]}=${encodeURIComponent(shown.value)}`
    })
    .join('&')
}

/** Bytes that are text in UTF-8, without NUL; undefined for anything else. */
function textOf(base64: string): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'))
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

function editEncoded(node: ObjectNode, base64: string, editor: Editor): ObjectNode {
  const text = textOf(base64)
  if (text === undefined) return withEntry(node, 'text', textNode(editor.hide.withhold()))
  // The walk edits it as any other text; that it was base64 is not lost, the field says so no longer.
  const encoding = withEntry(node, 'encoding', textNode('utf-8'))
  return withEntry(encoding, 'text', textNode(text))
}

/** What a HAR file says of a body (`content`, `postData`): an object with a media type and a text. */
function bodyOf(node: ObjectNode): { readonly mimeType: string; readonly text: string } | undefined {
  const mimeType = entryText(node, 'mimeType')
  const text = entryText(node, 'text')
  return mimeType === undefined || text === undefined || text === '' ? undefined : { mimeType, text }
}

/** A form with its values hidden by their names; undefined when the object holds no form. */
export function hideForm(node: ObjectNode, editor: Editor): Node | undefined {
  const body = bodyOf(node)
  if (body === undefined) return undefined
  if (!body.mimeType.toLowerCase().startsWith('application/x-www-form-urlencoded')) return undefined
  return textNode(editForm(body.text, editor))
}

/**
 * A body in base64 made readable for the walk: text is decoded, other bytes are withheld. Any other object comes
 * back as it is.
 */
export function readableBody(node: ObjectNode, editor: Editor): ObjectNode {
  const body = bodyOf(node)
  if (body === undefined || entryText(node, 'encoding') !== 'base64') return node
  return editEncoded(node, body.text, editor)
}
