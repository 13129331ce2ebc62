/** A JSON-RPC request as a node receives it. */
export type JsonRpcRequest = {
  readonly jsonrpc: '2.0'
  readonly id: number | string | null
  readonly method: string
  readonly params: readonly unknown[]
}

/** A JSON-RPC answer: a result or an error. */
export type JsonRpcAnswer = {
  readonly jsonrpc: '2.0'
  readonly id: number | string | null
} & ({ readonly result: unknown } | { readonly error: { readonly code: number; readonly message: string } })

/** What travels back: the HTTP status, headers and the text of the body. */
export type Wire = {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** An answer that carries a result. */
export function resultOf({ id }: JsonRpcRequest, result: unknown): JsonRpcAnswer {
  return { jsonrpc: '2.0', id, result }
}

/** An answer that carries an error. */
export function errorOf({ id }: JsonRpcRequest, code: number, message: string): JsonRpcAnswer {
  return { jsonrpc: '2.0', id, error: { code, message } }
}

/** An answer as an honest web server sends it. */
export function wireOf(answer: JsonRpcAnswer): Wire {
  return { status: 200, headers: [['content-type', 'application/json']], body: JSON.stringify(answer) }
}
