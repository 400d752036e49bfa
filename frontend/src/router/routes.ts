import type { RouteRecordRaw } from 'vue-router'

type Page = RouteRecordRaw['component']

const page = (path: string, title: string, component: Page, ...acts: string[]) =>
  ({ path, name: path, component, meta: { title, acts: acts.length ? acts : undefined } }) as RouteRecordRaw
const open = (path: string, title: string, component: Page) => ({ path, name: path, component, meta: { title, open: true } }) as RouteRecordRaw

export const routes: RouteRecordRaw[] = [
  open('/login', '登录', () => import('@/pages/sign/LoginPage.vue')),
  open('/setup', '首次设置', () => import('@/pages/sign/SetupPage.vue')),
  open('/set-password', '设置密码', () => import('@/pages/sign/PasswordLinkPage.vue')),
  page('/password', '修改密码', () => import('@/pages/sign/PasswordPage.vue')),
  page('/', '工作台', () => import('@/pages/home/HomePage.vue')),
  page('/messages', '消息', () => import('@/pages/home/MessagesPage.vue')),
  page('/goals', '目标进度', () => import('@/pages/goals/GoalsPage.vue'), 'readFigures'),
  page('/ranking', '排名和评分', () => import('@/pages/ranking/RankingPage.vue'), 'readFigures'),
  page('/forecast', '全年预测', () => import('@/pages/forecast/ForecastPage.vue'), 'readFigures'),
  page('/bases', '口径', () => import('@/pages/bases/BasesPage.vue'), 'readFigures'),
  page('/leads', '线索', () => import('@/pages/leads/LeadsPage.vue'), 'readBusiness'),
  page('/leads/new', '新建线索', () => import('@/pages/leads/LeadNewPage.vue'), 'writeLead'),
  page('/leads/:id(\\d+)', '线索详情', () => import('@/pages/leads/LeadPage.vue'), 'readBusiness'),
  page('/visits', '拜访', () => import('@/pages/visits/VisitsPage.vue'), 'readBusiness'),
  page('/visits/new', '拜访速记', () => import('@/pages/visits/VisitNewPage.vue'), 'writeVisit'),
  page('/visits/:id(\\d+)', '拜访详情', () => import('@/pages/visits/VisitPage.vue'), 'readBusiness'),
  page('/trips', '外出批次', () => import('@/pages/visits/TripsPage.vue'), 'readBusiness'),
  page('/trips/new', '新建批次', () => import('@/pages/visits/TripNewPage.vue'), 'writeVisit'),
  page('/companies', '企业', () => import('@/pages/companies/CompaniesPage.vue'), 'readBusiness'),
  page('/companies/new', '新建企业', () => import('@/pages/companies/CompanyNewPage.vue'), 'writeCompany'),
  page('/companies/:id(\\d+)', '企业详情', () => import('@/pages/companies/CompanyPage.vue'), 'readBusiness'),
  page('/projects', '项目', () => import('@/pages/projects/ProjectsPage.vue'), 'readBusiness'),
  page('/projects/new', '登记项目', () => import('@/pages/projects/ProjectNewPage.vue'), 'writeProject'),
  page('/projects/:id(\\d+)', '项目详情', () => import('@/pages/projects/ProjectPage.vue'), 'readBusiness'),
  page('/capital', '到位资金', () => import('@/pages/capital/CapitalPage.vue'), 'readBusiness'),
  page('/capital/new', '填报到位资金', () => import('@/pages/capital/CapitalNewPage.vue'), 'reportCapital'),
  page('/capital/:id(\\d+)', '到位资金条目', () => import('@/pages/capital/CapitalEntryPage.vue'), 'readBusiness'),
  page('/review', '审核', () => import('@/pages/capital/ReviewPage.vue'), 'verifyCapital'),
  page('/review/milestones', '审核', () => import('@/pages/capital/MilestoneReviewPage.vue'), 'reviewMilestone'),
  page('/filings', '月度报送', () => import('@/pages/periods/FilingsPage.vue'), 'readBusiness'),
  page('/periods', '月末关账', () => import('@/pages/periods/PeriodsPage.vue'), 'closePeriod', 'reopenPeriod', 'readAudit'),
  page('/imports', '导入台账', () => import('@/pages/imports/ImportsPage.vue'), 'import'),
  page('/imports/new', '导入台账', () => import('@/pages/imports/ImportNewPage.vue'), 'import'),
  page('/imports/:id(\\d+)', '导入台账', () => import('@/pages/imports/ImportPage.vue'), 'import'),
  page('/reports', '报表中心', () => import('@/pages/reports/ReportsPage.vue'), 'readFigures'),
  page('/bulletin', '通报', () => import('@/pages/bulletin/BulletinPage.vue'), 'readFigures'),
  page('/targets', '目标任务', () => import('@/pages/admin/TargetsPage.vue'), 'readTargets', 'manageTargets'),
  page('/units', '单位', () => import('@/pages/admin/UnitsPage.vue'), 'manageUnits'),
  page('/users', '用户', () => import('@/pages/admin/UsersPage.vue'), 'manageUsers', 'grantRoles', 'unlock'),
  page('/users/new', '新建用户', () => import('@/pages/admin/UserNewPage.vue'), 'manageUsers'),
  page('/audit', '审计日志', () => import('@/pages/admin/AuditPage.vue'), 'readAudit'),
  page('/settings', '系统设置', () => import('@/pages/admin/SettingsPage.vue'), 'manageSettings', 'readAudit'),
  page('/forbidden', '不能打开', () => import('@/pages/sign/ForbiddenPage.vue')),
  page('/:rest(.*)*', '没有这个页面', () => import('@/pages/sign/MissingPage.vue')),
]
