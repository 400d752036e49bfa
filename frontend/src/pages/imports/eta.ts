// How long a job still takes, from what was seen of it.

export interface Mark {
  at: number
  done: number
}

/** Milliseconds left, null while too little has been seen. Marks are of one phase, oldest first. */
export function timeLeft(marks: Mark[], total: number): number | null {
  const first = marks[0]
  const last = marks[marks.length - 1]
  if (!first || total <= 0 || last.done <= first.done || last.at - first.at < 500) return null
  return Math.max(0, ((total - last.done) * (last.at - first.at)) / (last.done - first.done))
}

/** 约 8 秒, 约 3 分钟 */
export function leftText(ms: number | null): string {
  if (ms === null) return ''
  const s = Math.ceil(ms / 1000)
  return s < 60 ? `约剩 ${Math.max(1, s)} 秒` : `约剩 ${Math.ceil(s / 60)} 分钟`
}

/** How long to wait before asking again: half a second at first, two at most. */
export const pollDelay = (asked: number) => Math.min(2_000, 500 * 1.4 ** asked)
