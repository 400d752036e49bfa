// Every page of the application and which right opens it; {first} is the first record of
// the page's list.
const acts = (...names) => (me) => names.some((n) => me.acts.includes(n))
const always = () => true
const business = acts('readBusiness')
const office = (me) => me.acts.includes('readFigures') && (me.cityWide || me.unit.kind === 'office')

export const pages = [
  ['/', always],
  ['/messages', always],
  ['/password', always],
  ['/forbidden', always],
  ['/no-such-page', always],
  ['/goals', acts('readFigures')],
  ['/ranking', acts('readFigures')],
  ['/ranking?tab=scores&month=2022-08', acts('readFigures')],
  ['/ranking?tab=schemes', acts('readFigures')],
  ['/ground', acts('readFigures')],
  ['/ground?month=2022-08&indicator=signed', acts('readFigures')],
  ['/bases', acts('readFigures')],
  ...['/leads', '/visits', '/companies', '/projects', '/capital'].flatMap((p) => [[p, business], [p + '?id={first}', business], [p + '/{first}', business]]),
  ['/leads/new', acts('writeLead')],
  ['/offices', acts('readFigures')],
  ['/offices/{first}', office],
  ['/offices/{first}/week', office],
  ['/offices/{first}/week?week=2022-09-19', office],
  ['/offices/{first}/rows?code=visits&span=year', office],
  ['/handovers/new', acts('transfer')],
  ['/disputes', business],
  ['/disputes/{first}', business],
  ['/tasks', business],
  ['/tasks?id={first}', business],
  ['/visits/new', acts('writeVisit')],
  ['/calendar', business],
  ['/calendar?view=week&all=1', business],
  ['/footprint', business],
  ['/trips', business],
  ['/trips?id={first}', business],
  ['/trips/new', acts('writeVisit')],
  ['/companies/new', acts('writeCompany')],
  ['/projects/new', acts('writeProject')],
  ['/capital/new', acts('reportCapital')],
  ['/imports', acts('import')],
  ['/imports?id={first}', acts('import')],
  ['/imports/{first}', acts('import')],
  ['/imports/new', acts('import')],
  ['/filings', business],
  ['/review', acts('verifyCapital')],
  ['/review?id={first}', acts('verifyCapital')],
  ['/review/milestones', acts('reviewMilestone')],
  ['/periods', acts('closePeriod', 'reopenPeriod', 'readAudit')],
  ['/periods/2022-08', business],
  ['/reports', acts('readFigures')],
  ['/reports?window=2022Q2&chain=1&asKnown=2022-09-01', acts('readFigures')],
  ['/forecast', acts('readFigures')],
  ...['2022-08.capital.all.ak.cumulative', '2022-08.capital.all.ak.target', '2022-08.trade.reported.ak.cumulative', '2021-08.capital.all.ak.cumulative', '2022-08.capital.all.ak.cumulative:out'].map((ref) => ['/figures/' + ref, (me) => me.cityWide && me.acts.includes('readFigures')]),
  ['/bulletin', acts('readFigures')],
  ['/bulletin?month=2022-08&asKnown=2022-09-01', acts('readFigures')],
  ['/layouts', acts('manageTargets')],
  ['/layouts/projects', acts('manageTargets')],
  ['/layouts/targets', acts('manageTargets')],
  ['/targets', acts('readTargets', 'manageTargets')],
  ['/units', acts('manageUnits')],
  ['/users', acts('manageUsers', 'grantRoles', 'unlock')],
  ['/users?id={first}', acts('manageUsers', 'grantRoles', 'unlock')],
  ['/users/new', acts('manageUsers')],
  ['/audit', acts('readAudit')],
  ['/audit?id={first}', acts('readAudit')],
  ['/channels', acts('manageSettings')],
  ['/holidays', acts('manageSettings', 'readAudit')],
  ['/settings', acts('manageSettings', 'readAudit')],
]

/** What to ask the API for the first record of the list behind a page with {first}; offices come whole. */
export function firstBehind(path) {
  const list = '/' + path.split(/[/?]/)[1]
  if (list === '/offices') return '/offices/lines?month=2022-09'
  return path.split('?')[0] === '/review' ? '/capital?queue=true&limit=1' : list + '?limit=1'
}

/** A file name for a picture of the page. */
export const pictureName = (path) => (path === '/' ? 'home' : path.slice(1).replace(/[^a-z0-9]+/g, '-').replace(/-$/, ''))
