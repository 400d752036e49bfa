// The pictures of the goal page as data, with the same numbers as text for their tables.
import type { EChartsCoreOption } from 'echarts/core'
import type { Figure, UnitGoal } from '@/api/types'
import { EMPTY } from '@/lib/money'
import { pace, percent, points, tenThousandths } from '@/lib/ratio'

const COLOUR = { ahead: '#1f8a54', on: '#1f8a54', behind: '#c0322b', none: '#7b8896' }
export const TEXT = { color: '#51606f', fontFamily: 'inherit' }
export const GRID = { lineStyle: { color: '#e9eef4' } }

export interface Chart {
  summary: string
  option: EChartsCoreOption
  head: string[]
  rows: string[][]
}

const rateOf = (u: UnitGoal) => tenThousandths(u.figure.rate)

/** Units by their rate, best first; those without a target stand after them, those never
 *  ranked (市本级及市直) last. */
export function ranking(units: UnitGoal[]): UnitGoal[] {
  const key = (u: UnitGoal) => (u.ranked ? (rateOf(u) ?? -1_000_000) : -2_000_000)
  return [...units].sort((a, b) => key(b) - key(a))
}

/** The bars from bottom to top: the units with a target, best on top. */
export const barsOf = (units: UnitGoal[]) => ranking(units).filter((u) => rateOf(u) !== null).reverse()

/** One bar; its label stands inside where there is room for it. */
function bar(f: Figure) {
  const value = (tenThousandths(f.rate) ?? 0) / 100
  return {
    value,
    itemStyle: { color: COLOUR[pace(f.gapPp) ?? 'none'], borderRadius: [0, 3, 3, 0] },
    label: value >= 30 ? { position: 'insideRight', color: '#fff' } : { position: 'right', color: '#1c2733' },
  }
}

/** 完成率 by unit as bars; the word beside the number says what the colour says. */
export function rankingChart(units: UnitGoal[]): Chart {
  const shown = barsOf(units)
  const ranked = shown.filter((u) => u.ranked)
  const best = ranked[ranked.length - 1]
  const worst = ranked[0]
  const due = tenThousandths(best?.figure.pace)
  const behind = shown.filter((u) => pace(u.figure.gapPp) === 'behind').length
  return {
    summary: best ? `完成率最高 ${best.name} ${percent(best.figure.rate)}，最低 ${worst.name} ${percent(worst.figure.rate)}，${behind} 个欠序时` : '没有下达目标',
    option: {
      animation: false,
      textStyle: TEXT,
      grid: { left: 8, right: 70, top: 26, bottom: 4, containLabel: true },
      xAxis: { type: 'value', max: (v: { max: number }) => Math.ceil(Math.max(v.max, (due ?? 0) / 100) / 10) * 10, axisLabel: { formatter: '{value}%', fontSize: 13 }, splitLine: GRID },
      yAxis: { type: 'category', data: shown.map((u) => u.name), axisTick: { show: false }, axisLabel: { fontSize: 13, color: '#1c2733' } },
      series: [{
        type: 'bar',
        barWidth: '68%',
        barMaxWidth: 28,
        data: shown.map((u) => bar(u.figure)),
        label: { show: true, fontSize: 13, formatter: (p: { dataIndex: number }) => `${percent(shown[p.dataIndex].figure.rate)} ${shown[p.dataIndex].word}` },
        markLine: due === null ? undefined : { silent: true, symbol: 'none', lineStyle: { color: '#51606f', type: 'dashed' }, label: { fontSize: 13, formatter: `序时 ${percent(best.figure.pace)}`, position: 'end' }, data: [{ xAxis: due / 100 }] },
      }],
    },
    head: ['单位', '完成率', '与序时差（个百分点）', '判断', '位次'],
    rows: ranking(units).map((u) => [u.name, percent(u.figure.rate), points(u.figure.gapPp), u.word || EMPTY, u.figure.rank ? String(u.figure.rank) : EMPTY]),
  }
}

