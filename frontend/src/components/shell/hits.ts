// Where a search hit or a message leads.

export const HIT_LABEL: Record<string, string> = { lead: '线索', company: '企业', project: '项目', visit: '拜访', capital: '到位资金', user: '用户' }

const BASE: Record<string, string> = {
  lead: '/leads', company: '/companies', project: '/projects', visit: '/visits', capital: '/capital',
  transfer: '/leads', milestone: '/review/milestones', user: '/users', import: '/imports',
}

/** The address of an object by its kind; a kind without a page leads home. */
export function objectAddress(kind: string, id: number | string): string {
  const base = BASE[kind]
  if (kind === 'period') return '/periods'
  if (kind === 'report') return '/reports'
  if (kind === 'milestone' || kind === 'user') return `${base}?id=${id}`
  return base ? `${base}/${id}` : '/'
}

export const hitAddress = (h: { kind: string; id: number | string }) => objectAddress(h.kind, h.id)

/** The page of a 查数码 such as 2022-08.capital.all.610902.cumulative; "" for other text. */
export function figureAddress(text: string): string {
  const ref = text.trim()
  return /^[\w-]+(\.[\w-]+){3}\.(month|adjust|cumulative|lastYear|target)([@~][\w-]+)*$/.test(ref) ? `/figures/${encodeURIComponent(ref)}` : ''
}
