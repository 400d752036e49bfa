// What both tests do on a phone: the quick log, and a lead made of a visit.

/** Logs a visit and answers its number; its page is open then. */
export async function logVisit(me, { company, theme, nextStep, province, city, photo }) {
  await me.go('/')
  await me.press(me.page.getByRole('link', { name: '拜访速记' }))
  await me.type('company', company)
  await me.see('本单位没有这家企业的往来，请写全称')
  await me.pick('kind', '外出拜访')
  await me.type('theme', theme)
  await me.pick('outcome', '获取线索')
  await me.type('nextStep', nextStep)
  await me.pressButton('填写更多（选填）')
  await me.choose('province', province)
  if (city) await me.type('city', city)
  await me.page.locator('input[type=file]').setInputFiles(photo)
  await me.pressButton('保存')
  const id = await me.idAt('/visits')
  await me.page.getByRole('link', { name: photo.name }).waitFor()
  return id
}

/** Makes a lead of the visit whose page is open and answers its number. */
export async function leadOf(me, project) {
  await me.press(me.page.getByRole('link', { name: '转为线索' }))
  await me.see('已选用已有企业')
  await me.type('project', project)
  await me.pressButton('登记线索')
  return me.idAt('/leads')
}
