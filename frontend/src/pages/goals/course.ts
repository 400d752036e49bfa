// The cumulative line of the year against the pace, with the forecast's band at its end.
import type { Dashboard, Forecast, SeriesMonth } from '@/api/types'
import { EMPTY, yi } from '@/lib/money'
import { GRID, TEXT, type Chart } from './charts'

const inYi = (minor: number | null | undefined) => (minor === null || minor === undefined ? null : Math.round(minor / 100_000_000) / 100)
const LOW = '预测最低'

/** The band where there is one to draw: years to stand on, and months still to come. */
const bandOf = (f: Forecast | null | undefined, last: number) => (f && !f.problem && f.n > 0 && last >= 0 && last < 11 ? f : null)

/** "n = 5（2017、2018 年）" */
export const yearsText = (f: Forecast) => `n = ${f.n}（${(f.years ?? []).map((y) => y.year).join('、')} 年）`

/** The band as two stacked lines from what is done to the year's end: its foot, and its
 *  height. The months between are drawn straight and say nothing. */
function band(f: Forecast, months: SeriesMonth[], last: number, name: string) {
  const low = inYi(f.low) ?? 0
  const done = inYi(months[last].cumulative) ?? 0
  const from = (start: number, end: number) => months.map((_, i) => (i < last ? null : Math.round((start + ((end - start) * (i - last)) / (11 - last)) * 100) / 100))
  const line = { type: 'line', stack: 'band', symbol: 'none', silent: true, itemStyle: { color: '#b7791f' }, lineStyle: { type: 'dotted', width: 1.5, color: '#b7791f' } }
  return [
    { ...line, name: LOW, data: from(done, low) },
    { ...line, name, data: from(0, (inYi(f.high) ?? 0) - low), areaStyle: { color: '#f0c36d', opacity: 0.45 } },
  ]
}

/** The cumulative line against the pace, month by month, in 亿元. */
export function courseChart(months: SeriesMonth[], forecast?: Forecast | null): Chart {
  const names = months.map((_, i) => `${i + 1}月`)
  const last = months.reduce((n, m, i) => (m.cumulative !== null && m.cumulative !== undefined ? i : n), -1)
  const f = bandOf(forecast, last)
  const bandName = f ? `全年预测（n = ${f.n}）` : ''
  const ends = f ? `${yi(f.low)} 至 ${yi(f.high)}` : ''
  const tip = (i: number) => [names[i], `累计 ${yi(months[i].cumulative)} 亿元`, `序时应达 ${yi(months[i].target)} 亿元`, ...(f && i === 11 ? [`${bandName} ${ends} 亿元`] : [])].join('\n')
  return {
    summary: last < 0 ? '还没有数据' : `截至 ${last + 1} 月累计 ${yi(months[last].cumulative)} 亿元，序时应达 ${yi(months[last].target)} 亿元${f ? `，全年预测 ${ends} 亿元，${yearsText(f)}` : ''}`,
    option: {
      animation: false,
      textStyle: TEXT,
      tooltip: { trigger: 'axis', renderMode: 'richText', formatter: (ps: { dataIndex: number }[]) => tip(ps[0]?.dataIndex ?? 0) },
      legend: { right: 0, top: 0, itemWidth: 18, textStyle: { fontSize: 13 }, data: ['累计完成', '序时应达', ...(f ? [bandName] : [])] },
      grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
      xAxis: { type: 'category', data: names, boundaryGap: false, axisLabel: { fontSize: 13 } },
      yAxis: { type: 'value', name: '亿元', axisLabel: { fontSize: 13 }, splitLine: GRID },
      series: [
        ...(f ? band(f, months, last, bandName) : []),
        { name: '累计完成', type: 'line', data: months.map((m) => inYi(m.cumulative)), lineStyle: { width: 2.5 }, itemStyle: { color: '#1b5ea8' }, symbolSize: 6 },
        { name: '序时应达', type: 'line', data: months.map((m) => inYi(m.target)), lineStyle: { type: 'dashed', width: 1.5 }, itemStyle: { color: '#7b8896' }, symbol: 'none' },
      ],
    },
    head: ['月份', '本月（亿元）', '累计（亿元）', '序时应达（亿元）', ...(f ? [`${bandName}最低（亿元）`, `${bandName}最高（亿元）`] : [])],
    rows: months.map((m, i) => [names[i], yi(m.done), yi(m.cumulative), yi(m.target), ...(f ? (i === 11 ? [yi(f.low), yi(f.high)] : [EMPTY, EMPTY]) : [])]),
  }
}

/** 查数码 of the table's months: of the page's own month from its snapshot, of earlier ones
 *  from theirs. */
export function courseCodes(board: Dashboard): string[][] {
  return (board.series ?? []).map((m, i) => {
    const month = `${board.year}-${String(i + 1).padStart(2, '0')}`
    const code = (field: string, value: number | null) =>
      board.unit && board.basis && value !== null && value !== undefined ? `${month}.capital.${board.basis}.${board.unit}.${field}${month === board.month && board.snapshot ? `@${board.snapshot}` : ''}` : ''
    return ['', code('month', m.done), code('cumulative', m.cumulative)]
  })
}
