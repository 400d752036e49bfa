// Chinese names of the codes that travel; the same words as crm/doc.go.

type Labels = Record<string, string>

export const ROLE_LABEL: Labels = {
  admin: '系统管理员', security: '安全管理员', auditor: '审计员', manager: '市招商局管理', director: '局长', verifier: '审核员',
  officer: '招商干部', statistician: '统计员', liaison: '联络处', leader: '领导',
}
export const STAGES = ['new', 'qualified', 'talking', 'visiting', 'agreeing', 'signed'] as const
export const STAGE_LABEL: Labels = { new: '线索', qualified: '研判', talking: '对接洽谈', visiting: '实地考察', agreeing: '拟签约', signed: '签约' }
export const LEAD_STATUS_LABEL: Labels = { active: '正常', paused: '暂停', dormant: '休眠', dropped: '终止' }
export const VISIT_KIND_LABEL: Labels = { out: '外出拜访', in: '来访接待', site: '实地考察', call: '电话视频', event: '展会活动' }
export const ORIGIN_LABEL: Labels = { foreign: '境外', outProv: '省外', inProvince: '市外省内', local: '市内', unknown: '待核' }
export const NATURE_LABEL: Labels = { new: '新建', expand: '扩建', upgrade: '技改', merge: '并购', other: '其他' }
export const PROJECT_STATUS_LABEL: Labels = { formalities: '手续办理', normal: '正常', delayed: '延期', stopped: '停工', ended: '终止' }
export const MILESTONE_LABEL: Labels = { signed: '签约', registered: '注册', started: '开工', listed: '入统', producing: '投产', full: '达产', increase: '增资' }
export const STATE_LABEL: Labels = { draft: '草稿', submitted: '已报待核', approved: '通过', verified: '已核定', returned: '退回' }
export const INDICATOR_LABEL: Labels = { capital: '到位资金', signed: '新签约', signedAmount: '新签约金额', started: '新开工', producing: '新投产', tenants: '新入园企业' }
export const UNIT_KIND_LABEL: Labels = {
  city: '全市', bureau: '市招商局', cityDirect: '市本级及市直', county: '县市区', zone: '功能区', department: '部门', office: '联络处', park: '园区',
}
export const WARNING_LABEL: Labels = { yellow: '两月无进展', red: '三月无进展', lapsed: '首报已失效' }

const MONTHS = ['', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']
/** Words the colours of leads by the months that the settings say: 两月无进展. */
export function nameWarnings(yellow: number, red: number): void {
  const words = (n: number) => (MONTHS[n] ?? `${n} 个`) + '月无进展'
  WARNING_LABEL.yellow = words(yellow)
  WARNING_LABEL.red = words(red)
}

export type Tone = '' | 'blue' | 'green' | 'amber' | 'red'

export const STATE_TONE: Record<string, Tone> = { draft: '', submitted: 'amber', approved: 'green', verified: 'green', returned: 'red' }
export const STAGE_TONE: Record<string, Tone> = { new: '', qualified: '', talking: 'amber', visiting: 'blue', agreeing: 'blue', signed: 'green' }
export const WARNING_TONE: Record<string, Tone> = { yellow: 'amber', red: 'red', lapsed: 'red' }

export interface Option {
  value: string
  label: string
}

/** A label table as choices for a select. */
export const options = (labels: Labels): Option[] => Object.entries(labels).map(([value, label]) => ({ value, label }))

const choices = (words: string): Option[] => words.split(' ').map((value) => ({ value, label: value }))

/** Forms and uses of capital and kinds of evidence (domain §7). */
export const CAPITAL_FORMS = choices('现金 实物 土地 设备 无形资产')
export const CAPITAL_USES = choices('土地 土建 设备 流动资金 股权')
export const CAPITAL_EVIDENCE = '银行进账单 验资报告 发票 施工合同 结算单 设备清单 现场照片 其他'.split(' ')
export const MILESTONE_EVIDENCE = '投资合同 营业执照 开工证明 投产证明 现场照片 其他'.split(' ')

/** Kinds of files of a lead and of a project. */
export const LEAD_FILES = '企业资料 会谈纪要 考察记录 现场照片 投资协议草案 其他'.split(' ')
export const PROJECT_FILES = '投资合同 会议纪要 批复文件 现场照片 其他'.split(' ')
