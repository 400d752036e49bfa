import { queryText } from '@/api/http'
import { partQuery, type ReportChoice } from '@/pages/reports/choice'

/** The address of a choice's bulletin; `template` is one that is kept. */
export const bulletinPath = (c: ReportChoice, template = '') => `/reports/month/${encodeURIComponent(c.window)}/bulletin${queryText({ ...partQuery(c), template })}`
