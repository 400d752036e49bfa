// The pictures of the goal page as data, with the same numbers as text for their tables.
import type { EChartsCoreOption } from 'echarts/core'
import type { Figure, FigureUnit, SeriesMonth } from '@/api/types'
import { type Currency, EMPTY, yi, yiUnit } from '@/lib/money'
import { pace, PACE_WORD, percent, points, tenThousandths } from '@/lib/ratio'

const COLOUR = { ahead: '#1f8a54', on: '#1f8a54', behind: '#c0322b', none: '#8a97a6' }
const TEXT = { color: '#51606f', fontFamily: 'inherit' }

export interface Chart {
  summary: string
  option: EChartsCoreOption
  head: string[]
  rows: string[][]
}

/** An amount or count of a figure for a table cell. */
export function amountText(f: Pick<Figure, 'kind'>, value: number | null | undefined): string {
  if (value === null || value === undefined) return EMPTY
  return f.kind === 'money' ? yi(value) : String(value)
}

/** Units by their rate, best first; units without a target stand last. */
export function ranking(units: FigureUnit[], code: string): FigureUnit[] {
  const rate = (u: FigureUnit) => tenThousandths(u.figures[code]?.rate) ?? -1
  return [...units].filter((u) => u.figures[code]).sort((a, b) => rate(b) - rate(a))
}

/** 完成率 by unit as bars; the word beside the number says what the colour says. */
export function rankingChart(units: FigureUnit[], code: string): Chart {
  const list = ranking(units, code).filter((u) => u.figures[code].rate !== null)
  const due = tenThousandths(list[0]?.figures[code].pace)
  const shown = [...list].reverse()
  const word = (f: Figure) => {
    const p = pace(f.gapPp)
    return p ? PACE_WORD[p] : ''
  }
  const behind = list.filter((u) => pace(u.figures[code].gapPp) === 'behind')
  return {
    summary: list.length ? `完成率最高 ${list[0].name} ${percent(list[0].figures[code].rate)}，最低 ${list[list.length - 1].name} ${percent(list[list.length - 1].figures[code].rate)}，${behind.length} 个欠序时` : '没有下达目标',
    option: {
      animation: false,
      textStyle: TEXT,
      grid: { left: 8, right: 24, top: 26, bottom: 4, containLabel: true },
      xAxis: { type: 'value', axisLabel: { formatter: '{value}%', fontSize: 13 }, splitLine: { lineStyle: { color: '#e9eef4' } } },
      yAxis: { type: 'category', data: shown.map((u) => u.name), axisTick: { show: false }, axisLabel: { fontSize: 13, color: '#1c2733' } },
      series: [{
        type: 'bar',
        barWidth: '68%',
        data: shown.map((u) => bar(u.figures[code])),
        label: { show: true, fontSize: 13, formatter: (p: { dataIndex: number }) => `${percent(shown[p.dataIndex].figures[code].rate)} ${word(shown[p.dataIndex].figures[code])}` },
        markLine: due === null ? undefined : { silent: true, symbol: 'none', lineStyle: { color: '#51606f', type: 'dashed' }, label: { fontSize: 13, formatter: `序时 ${percent(list[0].figures[code].pace)}`, position: 'end' }, data: [{ xAxis: due / 100 }] },
      }],
    },
    head: ['单位', '完成率', '与序时差（个百分点）', '判断', '位次'],
    rows: ranking(units, code).map((u) => [u.name, percent(u.figures[code].rate), points(u.figures[code].gapPp), word(u.figures[code]) || EMPTY, u.figures[code].rank === null ? EMPTY : String(u.figures[code].rank)]),
  }
}

/** One bar; its label stands inside where there is room for it. */
function bar(f: Figure) {
  const value = (tenThousandths(f.rate) ?? 0) / 100
  const inside = value >= 30
  return {
    value,
    itemStyle: { color: COLOUR[pace(f.gapPp) ?? 'none'], borderRadius: [0, 3, 3, 0] },
    label: inside ? { position: 'insideRight', color: '#fff' } : { position: 'right', color: '#1c2733' },
  }
}

const inYi = (minor: number | null | undefined) => (minor === null || minor === undefined ? null : Math.round(minor / 100_000_000) / 100)

/** The cumulative line against the pace, month by month. */
export function courseChart(months: SeriesMonth[], currency: Currency): Chart {
  const names = months.map((_, i) => `${i + 1}月`)
  const last = months.reduce((n, m, i) => (m.cumulative !== null && m.cumulative !== undefined ? i : n), -1)
  return {
    summary: last < 0 ? '还没有数据' : `截至 ${last + 1} 月累计 ${yi(months[last].cumulative)} ${yiUnit(currency)}，序时应达 ${yi(months[last].target)} ${yiUnit(currency)}`,
    option: {
      animation: false,
      textStyle: TEXT,
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      legend: { right: 0, top: 0, itemWidth: 18, textStyle: { fontSize: 13 }, data: ['累计完成', '序时应达'] },
      grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
      xAxis: { type: 'category', data: names, boundaryGap: false, axisLabel: { fontSize: 13 } },
      yAxis: { type: 'value', name: yiUnit(currency), axisLabel: { fontSize: 13 }, splitLine: { lineStyle: { color: '#e9eef4' } } },
      series: [
        { name: '累计完成', type: 'line', data: months.map((m) => inYi(m.cumulative)), lineStyle: { width: 2.5 }, itemStyle: { color: '#1b5ea8' }, symbolSize: 6 },
        { name: '序时应达', type: 'line', data: months.map((m) => inYi(m.target)), lineStyle: { type: 'dashed', width: 1.5 }, itemStyle: { color: '#8a97a6' }, symbol: 'none' },
      ],
    },
    head: ['月份', `本月（${yiUnit(currency)}）`, `累计（${yiUnit(currency)}）`, `序时应达（${yiUnit(currency)}）`],
    rows: months.map((m, i) => [names[i], yi(m.done), yi(m.cumulative), yi(m.target)]),
  }
}
