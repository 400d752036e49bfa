// @ in a text: what is being typed after it, and what a text says of people.
import type { Reader } from '@/api/types'

const WORD = /@([^\s@]{0,12})$/

/** The word being typed after @ before the caret; null when none is. */
export function atWord(text: string, caret: number): string | null {
  return WORD.exec(text.slice(0, caret))?.[1] ?? null
}

/** The text with the word before the caret completed to a name, and where the caret goes. */
export function withName(text: string, caret: number, name: string): { text: string; caret: number } {
  const before = text.slice(0, caret).replace(WORD, `@${name} `)
  return { text: before + text.slice(caret), caret: before.length }
}

/** Of the people chosen, those whose name still stands in the text. */
export function mentioned(text: string, people: Reader[]): number[] {
  return people.filter((p) => text.includes('@' + p.name)).map((p) => p.id)
}

/** The text in pieces; those that name somebody mentioned are marked. */
export function pieces(text: string, people: { name: string }[]): { text: string; name: boolean }[] {
  const names = people.map((p) => '@' + p.name).sort((a, b) => b.length - a.length)
  const out: { text: string; name: boolean }[] = []
  let plain = ''
  for (let i = 0; i < text.length; ) {
    const name = names.find((n) => text.startsWith(n, i))
    if (!name) {
      plain += text[i++]
      continue
    }
    if (plain) out.push({ text: plain, name: false })
    out.push({ text: name, name: true })
    plain = ''
    i += name.length
  }
  if (plain) out.push({ text: plain, name: false })
  return out
}
