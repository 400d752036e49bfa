// The nouns as they travel. Everything comes from the server's OpenAPI document
// (npm run api), so that a drift fails the type check. Pointers of the wire may be
// null where the document can't say it: amounts are read through lib/money, which
// takes null.
import type { components } from './schema'

type S = components['schemas']

export type { Money } from '@/lib/money'
export type Act = string
export type Attachment = S['Attachment']
export type AuditRow = S['AuditRow']
export type Basis = S['Basis']
export type CapitalEntry = S['CapitalEntry']
export type CapitalInput = S['CapitalInput']
export type Company = S['Company']
export type Contact = S['Contact']
export type Figure = S['Figure']
export type Filing = S['Filing']
export type Grant = S['Grant']
export type Hit = S['Hit']
export type Indicator = S['Indicator']
export type Lead = S['Lead']
export type LeadEvent = S['LeadEvent']
export type Message = S['Message']
export type Milestone = S['Milestone']
export type Opinion = S['Opinion']
export type Part = S['Part']
export type Party = S['Party']
export type Period = S['Period']
export type Project = S['Project']
export type Settings = S['Settings']
export type Share = S['Share']
export type Snapshot = S['Snapshot']
export type Target = S['Target']
export type Transfer = S['Transfer']
export type Unit = S['Unit']
export type User = S['User']
export type Visit = S['Visit']
export type Warning = S['Warning']

/** Who is signed in (GET /me). */
export interface Me {
  user: User
  acts: Act[]
  /** The business day; fixed in the demo. */
  today: string
  demo: boolean
  /** The city's title of the system, a setting. */
  title: string
}

/** A lead with what its page shows beside it. */
export type LeadView = Lead & {
  history?: LeadEvent[] | null
  transfers?: Transfer[] | null
  /** What the next stage still asks for. */
  needs?: S['StageRequirement'][] | null
}

/** One line of the duplicate check. */
export interface Verdict {
  level: string
  message: string
}
