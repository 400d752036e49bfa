// The words beside a progress bar: 序时 with its tick, and the gap in 亿元 and 个百分点.
import { type Currency, moneyText } from './money'
import { pace, PACE_WORD, percent, points, tenThousandths } from './ratio'
import type { Tone } from './labels'

/** What a bar needs of a figure (contract §1, FIG). */
export interface PaceFigure {
  kind: string
  currency: Currency | null
  target: number | null
  cumulative: number
  rate: string | null
  pace: string | null
  gapPp: string | null
  /** The amount the pace asks for by now, exact, when the server gives it. */
  due?: number | null
}

export interface PaceLine {
  /** Width of the bar and place of the tick, in percent of the track. */
  done: number
  tick: number | null
  tone: Tone
  /** 完成 83.5% */
  rate: string
  /** 欠序时 66.6 亿元（-5.8 个百分点） */
  words: string
}

const TONE: Record<string, Tone> = { ahead: 'green', on: 'green', behind: 'red' }

/** How much more or less than the pace asks for, in minor units: done − target × pace. */
export function gapAmount(f: PaceFigure): number | null {
  if (f.target === null) return null
  if (f.due !== null && f.due !== undefined) return f.cumulative - f.due
  const p = tenThousandths(f.pace)
  if (p === null) return null
  const due = Number((BigInt(f.target) * BigInt(p) * 2n + 10_000n) / 20_000n)
  return f.cumulative - due
}

/** The line of a figure; a missing or zero target gives "—", never 100 %. */
export function paceLine(f: PaceFigure): PaceLine {
  const rate = tenThousandths(f.rate)
  const tick = tenThousandths(f.pace)
  const mark = pace(f.gapPp)
  const gap = gapAmount(f)
  const amount = gap === null ? '' : f.kind === 'money' ? moneyText({ amount: Math.abs(gap), currency: f.currency ?? 'CNY' }) : `${Math.abs(gap)} 个`
  return {
    done: rate === null ? 0 : Math.min(100, Math.max(0, rate / 100)),
    tick: tick === null || rate === null ? null : Math.min(100, tick / 100),
    tone: mark ? TONE[mark] : '',
    rate: `完成 ${percent(f.rate)}`,
    words: mark === null ? '没有下达目标，不算序时' : mark === 'on' ? `${PACE_WORD.on}（${points(f.gapPp)} 个百分点）` : `${PACE_WORD[mark]} ${amount}（${points(f.gapPp)} 个百分点）`,
  }
}
