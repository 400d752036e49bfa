// The menu: what stands where, and which right opens it.
import { Bell, Calendar, Checked, Coin, Compass, DataLine, Document, EditPen, Files, Filter, Grid, House, Lock, MapLocation, Medal, Memo, Notebook, OfficeBuilding, Opportunity, Place, Promotion, ScaleToOriginal, Setting, Share, Switch, Tickets, TrendCharts, Upload, User } from '@element-plus/icons-vue'
import type { Component } from 'vue'
import type { Act } from '@/api/types'

export interface NavItem {
  to: string
  label: string
  icon: Component
  /** One of these rights opens it; none named means everybody signed in. */
  acts: Act[]
  /** Of those who do not see the whole city, only units of these kinds. */
  kinds?: string[]
}
export interface NavGroup {
  label: string
  items: NavItem[]
}

const item = (to: string, label: string, icon: Component, ...acts: Act[]): NavItem => ({ to, label, icon, acts })

export const nav: NavGroup[] = [
  {
    label: '工作',
    items: [
      item('/', '工作台', House),
      item('/goals', '目标进度', DataLine, 'readFigures'),
      item('/ranking', '排名和评分', Medal, 'readFigures'),
      item('/ground', '归属和建设地', MapLocation, 'readFigures'),
      item('/forecast', '全年预测', Compass, 'readFigures'),
      item('/messages', '消息', Bell),
      item('/tasks', '任务', Tickets, 'readBusiness'),
    ],
  },
  {
    label: '招商',
    items: [
      item('/leads', '线索', Opportunity, 'readBusiness'),
      item('/visits', '拜访', EditPen, 'readBusiness'),
      item('/companies', '企业', OfficeBuilding, 'readBusiness'),
      item('/projects', '项目', Files, 'readBusiness'),
      { ...item('/offices', '联络处', Place, 'readFigures'), kinds: ['office'] },
      item('/disputes', '首报争议', ScaleToOriginal, 'readBusiness'),
      item('/handovers/new', '工作交接', Switch, 'transfer'),
      item('/imports', '导入台账', Upload, 'import'),
    ],
  },
  {
    label: '资金',
    items: [
      item('/capital', '到位资金', Coin, 'readBusiness'),
      item('/filings', '月度报送', Calendar, 'readBusiness'),
      item('/review', '审核', Checked, 'verifyCapital', 'reviewMilestone'),
      item('/periods', '月末关账', Lock, 'closePeriod', 'reopenPeriod', 'readAudit'),
      item('/reports', '报表中心', Document, 'readFigures'),
      item('/bulletin', '通报', Memo, 'readFigures'),
    ],
  },
  {
    label: '管理',
    items: [
      item('/targets', '目标任务', TrendCharts, 'readTargets', 'manageTargets'),
      item('/bases', '口径', Filter, 'readFigures'),
      item('/layouts', '月报版式', Grid, 'manageTargets'),
      item('/units', '单位', Share, 'manageUnits'),
      item('/users', '用户', User, 'manageUsers', 'grantRoles', 'unlock'),
      item('/audit', '审计日志', Notebook, 'readAudit'),
      item('/channels', '提醒通道', Promotion, 'manageSettings'),
      item('/holidays', '节假日表', Calendar, 'manageSettings', 'readAudit'),
      item('/settings', '系统设置', Setting, 'manageSettings', 'readAudit'),
    ],
  },
]

/** The bottom bar on a phone, before 更多. */
export const tabs: NavItem[] = [
  item('/', '工作台', House),
  item('/goals', '目标', DataLine, 'readFigures'),
  item('/leads', '线索', Opportunity, 'readBusiness'),
  item('/visits/new', '拜访速记', EditPen, 'writeVisit'),
]

/** The groups a viewer may open, empty groups dropped. */
export function navFor(canAny: (acts: Act[]) => boolean, kind: string, cityWide: boolean): NavGroup[] {
  const shown = (i: NavItem) => canAny(i.acts) && (cityWide || !i.kinds || i.kinds.includes(kind))
  return nav.map((g) => ({ ...g, items: g.items.filter(shown) })).filter((g) => g.items.length > 0)
}
