// Where a search hit or a message leads.

import { figurePage } from '@/lib/figurecode'

export const HIT_LABEL: Record<string, string> = { figure: '数', snapshot: '快照', lead: '线索', company: '企业', project: '项目', visit: '拜访', capital: '到位资金', user: '用户', contact: '联系人' }

const BASE: Record<string, string> = {
  lead: '/leads', company: '/companies', project: '/projects', visit: '/visits', capital: '/capital',
  transfer: '/leads', milestone: '/review/milestones', user: '/users', import: '/imports', dispute: '/disputes', office: '/offices',
}

/** The address of an object by its kind; a kind without a page leads home. */
export function objectAddress(kind: string, id: number | string): string {
  const base = BASE[kind]
  if (kind === 'period') return '/periods'
  if (kind === 'report') return '/reports'
  if (kind === 'milestone' || kind === 'user') return `${base}?id=${id}`
  return base ? `${base}/${id}` : '/'
}

export function hitAddress(h: { kind: string; id: number | string; ref?: string }): string {
  if (h.kind === 'figure') return figurePage(h.ref ?? '')
  if (h.kind === 'contact') return objectAddress('company', h.ref ?? '')
  return h.kind === 'snapshot' ? `/periods/${h.ref}` : objectAddress(h.kind, h.id)
}
