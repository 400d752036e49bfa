// The forecast's picture: one bar for what each past year says, the target as a line.
import type { Forecast } from '@/api/types'
import { EMPTY } from '@/lib/money'
import { percent } from '@/lib/ratio'
import type { Chart } from '@/pages/goals/charts'
import { unitText, withUnit } from '@/pages/goals/figures'

const TEXT = { color: '#51606f', fontFamily: 'inherit' }

/** Minor units per unit of measure, to put bars on an axis. */
const per = (unit: string) => (unit.startsWith('亿') ? 10_000_000_000 : unit.startsWith('万') ? 1_000_000 : 1)
const onAxis = (unit: string, n: number) => Math.round((n / per(unit)) * 100) / 100

export function bandChart(f: Forecast, unit: string): Chart {
  const years = f.years ?? []
  const edge = (y: { estimate: number }) => y.estimate === f.low || y.estimate === f.high // the ends of the band
  const target = f.target === null || f.target === undefined || f.target === 0 ? null : onAxis(unit, f.target)
  return {
    summary: f.problem || `n = ${f.n}，全年 ${unitText(unit, f.low)} 至 ${withUnit(unit, f.high)}`,
    option: {
      animation: false,
      textStyle: TEXT,
      grid: { left: 8, right: 96, top: 30, bottom: 4, containLabel: true },
      xAxis: { type: 'category', data: years.map((y) => `按 ${y.year} 年`), axisTick: { show: false }, axisLabel: { fontSize: 13, color: '#1c2733', interval: 0, hideOverlap: false } },
      yAxis: { type: 'value', name: unit, axisLabel: { fontSize: 13 }, splitLine: { lineStyle: { color: '#e9eef4' } }, max: target === null ? undefined : (v: { max: number }) => Math.ceil(Math.max(v.max, target) * 1.1) },
      series: [{
        type: 'bar',
        barMaxWidth: 56,
        data: years.map((y) => ({ value: onAxis(unit, y.estimate), itemStyle: { color: edge(y) ? '#2b6cb0' : '#9cbfe0', borderRadius: [3, 3, 0, 0] }, label: { color: edge(y) ? '#fff' : '#1c2733' } })),
        label: { show: true, position: 'insideTop', fontSize: 13, formatter: (p: { dataIndex: number }) => unitText(unit, years[p.dataIndex].estimate) },
        markLine: target === null ? undefined : { silent: true, symbol: 'none', lineStyle: { color: '#c0322b', type: 'dashed' }, label: { fontSize: 13, formatter: `任务 ${unitText(unit, f.target)}`, position: 'end' }, data: [{ yAxis: target }] },
      }],
    },
    head: ['按哪一年', `1—${Number(f.month.slice(5))}月（${unit}）`, `全年（${unit}）`, '比重', `推算全年（${unit}）`],
    rows: years.map((y) => [String(y.year), unitText(unit, y.part), unitText(unit, y.total), percent(y.share) || EMPTY, unitText(unit, y.estimate)]),
  }
}
