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
export type BasisComparison = S['BasisComparison']
export type BasisFilter = S['BasisFilter']
export type CapitalEntry = S['CapitalEntry']
export type CapitalInput = S['CapitalInput']
export type Company = S['Company']
export type CompanyMatches = S['CompanyMatches']
export type Contact = S['Contact']
export type Figure = S['Figure']
export type Filing = S['Filing']
export type Grant = S['Grant']
export type Hit = S['Hit']
export type Industry = S['Industry']
export type Indicator = S['Indicator']
export type Lead = S['Lead']
export type LeadEvent = S['LeadEvent']
export type Bulletin = S['Bulletin']
export type BulletinTemplate = S['BulletinTemplate']
export type Message = S['Message']
export type Milestone = S['Milestone']
export type Opinion = S['Opinion']
export type Part = S['Part']
export type Party = S['Party']
export type Period = S['Period']
export type Project = S['Project']
export type Ranking = S['Ranking']
export type Settings = S['Settings']
export type Share = S['Share']
export type Snapshot = S['Snapshot']
export type Target = S['Target']
export type Transfer = S['Transfer']
export type Trip = S['Trip']
export type Unit = S['Unit']
export type User = S['User']
export type Visit = S['Visit']
export type Warning = S['Warning']

/** Who is signed in (GET /me); today is the business day, fixed in the demo. */
export type Me = S['Me']
export type LeadDetail = S['LeadDetail']
export type Task = S['Task']
export type TargetGrid = S['TargetGrid']
export type TargetRow = S['TargetRow']
export type Waiting = S['Waiting']
export type Workbench = S['Workbench']

export type Verdict = S['LeadVerdict']

export type CloseCheck = S['CloseCheck']
export type Dashboard = S['Dashboard']
export type Figures = S['Figures']
export type FigureUnit = S['FigureUnit']
export type GoalCard = S['GoalCard']
export type ProjectEvent = S['ProjectEvent']
export type SeriesMonth = S['SeriesMonth']
export type UnitGoal = S['UnitGoal']
