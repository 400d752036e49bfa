import type { RouteRecordRaw } from 'vue-router'

type Page = RouteRecordRaw['component']

const page = (path: string, title: string, component: Page, ...acts: string[]) =>
  ({ path, name: path, component, meta: { title, acts: acts.length ? acts : undefined } }) as RouteRecordRaw
const open = (path: string, title: string, component: Page) => ({ path, name: path, component, meta: { title, open: true } }) as RouteRecordRaw

export const routes: RouteRecordRaw[] = [
  open('/login', '登录', () => import('@/pages/sign/LoginPage.vue')),
  open('/setup', '首次设置', () => import('@/pages/sign/SetupPage.vue')),
  page('/password', '修改密码', () => import('@/pages/sign/PasswordPage.vue')),
  page('/forbidden', '不能打开', () => import('@/pages/sign/ForbiddenPage.vue')),
  page('/:rest(.*)*', '没有这个页面', () => import('@/pages/sign/MissingPage.vue')),
]
