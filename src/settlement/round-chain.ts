import type { Chain, ChainNode } from '../core/ports.ts'

/** A chain whose heads are read once in a round; `next` begins a new round. */
export type RoundChain = { readonly chain: Chain; readonly next: () => void }

type Node = { readonly node: ChainNode; readonly forget: () => void }

/** The answers of this round by the name of the question. */
function remembering<T>() {
  const answers = new Map<string, Promise<T>>()
  const ask = (name: string, question: () => Promise<T>): Promise<T> => {
    const answer = answers.get(name) ?? question()
    answers.set(name, answer)
    return answer
  }
  return { ask, forget: () => answers.clear() }
}

function inRounds(node: ChainNode): Node {
  const ids = remembering<Awaited<ReturnType<ChainNode['chainId']>>>()
  const heads = remembering<Awaited<ReturnType<ChainNode['block']>>>()
  return {
    node: {
      ...node,
      chainId: (signal) => ids.ask('id', () => node.chainId(signal)),
      // A block by its number is what tells whether the chain moved: it is asked for each time.
      block: (at, signal) =>
        typeof at === 'number' ? node.block(at, signal) : heads.ask(at, () => node.block(at, signal)),
    },
    forget: () => {
      ids.forget()
      heads.forget()
    },
  }
}

/**
 * A chain for many questions in rounds: who an endpoint is and where its heads are is asked once a round, however
 * many payments are looked at.
 */
export function roundChain(chain: Chain): RoundChain {
  const known = new Map<string, readonly Node[]>()
  const own = (network: string): readonly Node[] => {
    const nodes = known.get(network) ?? chain.nodes(network).map(inRounds)
    known.set(network, nodes)
    return nodes
  }
  return {
    chain: { nodes: (network) => own(network).map(({ node }) => node) },
    next: () => {
      for (const { forget } of [...known.values()].flat()) forget()
    },
  }
}
