// The provinces as people write them; a municipality is its own city.
const NAMES =
  '陕西 北京 天津 上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏 甘肃 青海 宁夏 新疆 香港 澳门 台湾'

/** Choices of a province; the home province first. */
export const provinceOptions = NAMES.split(' ').map((value) => ({ value, label: value }))

/** The city of a municipality is the municipality. */
export const municipality = (province: string) => ['北京', '天津', '上海', '重庆'].includes(province)
