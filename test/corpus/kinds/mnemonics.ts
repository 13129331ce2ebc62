import { entropyToMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english'
import type { Random } from '../random.ts'
import type { Kind } from './kind.ts'

const labels = ['MNEMONIC', 'mnemonic', 'seed phrase', 'SEED_PHRASE', 'recovery phrase']

function words(random: Random, count: number): readonly string[] {
  return entropyToMnemonic(random.bytes((count * 4) / 3), wordlist).split(' ')
}

function mnemonic(name: string, count: number, layout: (words: readonly string[]) => string): Kind {
  const isLines = layout(['a', 'b']).includes('\n')
  return {
    name,
    modes: ['known', 'labelled', 'shaped'],
    labels,
    ...(isLines ? { isLines: true } : {}),
    make: (random) => {
      const list = words(random, count)
      return { text: layout(list), cores: [list.join('')] }
    },
  }
}

/** Seed phrases of every length and in every layout. A core holds the letters alone. */
export const mnemonics: readonly Kind[] = [
  mnemonic('mnemonic-12', 12, (list) => list.join(' ')),
  mnemonic('mnemonic-15-comma', 15, (list) => list.join(', ')),
  mnemonic('mnemonic-18-lines', 18, (list) => list.join('\n')),
  mnemonic('mnemonic-21-plus', 21, (list) => list.join('+')),
  mnemonic('mnemonic-24', 24, (list) => list.join(' ')),
  mnemonic('mnemonic-12-numbered', 12, (list) =>
    list.map((word, index) => `${index + 1}. ${word}`).join('\n'),
  ),
  mnemonic('mnemonic-24-numbered-line', 24, (list) => list.map((word, i) => `${i + 1}. ${word}`).join(' ')),
  mnemonic('mnemonic-12-json', 12, (list) => JSON.stringify(list)),
]
