// Rows that carry no record, by their kind, and the names of what totals are of.
import type { ImportSkipped } from './types'

const SHOWN = 12

/** Kinds in the order in which they first occur, each with its rows: 标题 第 1 行；小计 第 8、15 行. */
export function skippedKinds(list: ImportSkipped[]): { kind: string; text: string }[] {
  const by = new Map<string, number[]>()
  for (const s of list) by.set(s.kind, [...(by.get(s.kind) ?? []), s.row])
  return Array.from(by).map(([kind, rows]) => ({ kind, text: `第 ${rows.slice(0, SHOWN).join('、')}${rows.length > SHOWN ? ` 等 ${rows.length}` : ''} 行` }))
}

/** What a control total is of (record keys of the samples' README). */
export const FIELD_LABEL: Record<string, string> = {
  rows: '行数', new_rows: '新增行数', total_wan: '总投资（万元）', total_usd_wan: '总投资（万美元）', arrived_wan: '到位资金（万元）', arrived_year_wan: '本年到位（万元）',
  arrived_month_wan: '本月到位（万元）', fixed_wan: '固定资产投资（万元）', working_wan: '流动资金（万元）', completed_wan: '累计完成投资（万元）', foreign_usd_wan: '外资（万美元）',
  agreed_wan: '协议引资额（万元）', amount_wan: '本月到位（万元）', out_of_province_wan: '其中：省外（万元）', ytd_wan: '本年累计（万元）', ytd_prev_wan: '本年截至上月（万元）',
  prior_years_wan: '上年末累计（万元）', verified_wan: '核定数（万元）', reduced_wan: '核减数（万元）', value_wan: '到位资金（万元）', value_yi: '到位资金（亿元）',
  annual_target_wan: '年度任务（万元）', annual_target_yi: '年度任务（亿元）', days: '天数', people: '人数', land_mu: '用地（亩）',
}
