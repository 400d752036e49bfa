package seeds

import (
	"fmt"
	"math/rand/v2"

	"yinfeng/crm"
)

// demoPlaces are where the demo's teams travel: 17 provinces and 32 cities, a
// municipality being one of each.
var demoPlaces = []struct {
	province, city, short string
	weight                int64
}{
	{"北京市", "北京市", "北京", 10}, {"天津市", "天津市", "天津", 4}, {"上海市", "上海市", "上海", 10}, {"重庆市", "重庆市", "重庆", 5},
	{"江苏省", "南京市", "南京", 7}, {"江苏省", "苏州市", "苏州", 9}, {"江苏省", "无锡市", "无锡", 5}, {"江苏省", "常州市", "常州", 8},
	{"江苏省", "南通市", "南通", 4}, {"浙江省", "杭州市", "杭州", 8}, {"浙江省", "宁波市", "宁波", 5}, {"浙江省", "温州市", "温州", 4},
	{"浙江省", "嘉兴市", "嘉兴", 3}, {"广东省", "广州市", "广州", 6}, {"广东省", "深圳市", "深圳", 9}, {"广东省", "东莞市", "东莞", 6},
	{"广东省", "佛山市", "佛山", 3}, {"福建省", "厦门市", "厦门", 3}, {"福建省", "泉州市", "泉州", 4}, {"山东省", "济南市", "济南", 3},
	{"山东省", "青岛市", "青岛", 4}, {"湖北省", "武汉市", "武汉", 5}, {"湖北省", "十堰市", "十堰", 4}, {"湖南省", "长沙市", "长沙", 3},
	{"四川省", "成都市", "成都", 6}, {"四川省", "绵阳市", "绵阳", 2}, {"河南省", "郑州市", "郑州", 3}, {"河北省", "石家庄市", "石家庄", 2},
	{"安徽省", "合肥市", "合肥", 3}, {"江西省", "南昌市", "南昌", 2}, {"辽宁省", "沈阳市", "沈阳", 2}, {"辽宁省", "大连市", "大连", 2},
}

// trade is a line of business: what its companies are called, what they build, and its
// class in GB/T 4754-2017 and chain.
type trade struct {
	word, industry string
	chain          string
	projects       []string
	content        string
}

var trades = []trade{
	{"食品", "1499", "富硒食品", []string{"富硒食品精深加工项目", "富硒休闲食品生产项目", "魔芋制品加工项目"}, "建设标准化厂房、加工生产线及冷链仓储"},
	{"茶业", "1530", "富硒茶", []string{"富硒茶精制加工项目", "茶叶出口加工基地项目"}, "建设茶叶精制车间、检测中心和仓储用房"},
	{"文旅", "7869", "生态旅游(文旅康养)", []string{"生态康养度假区项目", "民宿集群开发项目", "滨江文旅综合体项目"}, "建设游客中心、康养住宿及配套设施"},
	{"新材料", "3062", "新型材料", []string{"高纯钡盐新材料项目", "玻璃纤维制品项目", "钒电解液生产项目"}, "建设生产车间、研发中心及环保设施"},
	{"玩具", "2450", "毛绒玩具文创", []string{"毛绒玩具智能工厂项目", "文创玩具生产基地项目", "玩具辅料配套项目"}, "建设生产车间、设计中心与直播基地"},
	{"电子", "3989", "电子线束", []string{"电子线束生产项目", "精密连接器制造项目", "智能终端配件项目"}, "建设自动化生产线及检测实验室"},
	{"饮品", "1522", "包装饮用水(富硒水)", []string{"富硒矿泉水灌装项目", "饮用天然水生产线扩建项目"}, "建设水源保护设施、灌装线及物流用房"},
	{"医药", "2740", "中医药/秦巴医药", []string{"中药饮片加工项目", "秦巴药材提取物项目", "中成药生产基地项目"}, "建设提取车间、制剂车间及质检中心"},
	{"机械", "3499", "装备制造", []string{"精密零部件制造项目", "农机装备生产项目"}, "建设机加工车间、装配车间及配套"},
	{"新能源", "3841", "锂电新能源材料", []string{"锂电池负极材料项目", "储能电池模组项目", "电池回收利用项目"}, "建设生产线、公用工程和环保设施"},
	{"服饰", "1830", "纺织服装(袜业)", []string{"功能袜智能织造项目", "针织服装加工项目"}, "建设织造车间、后整理车间及仓储"},
	{"农业", "0190", "畜禽(生猪)", []string{"现代养殖全产业链项目", "特色果蔬冷链项目"}, "建设标准化圈舍、加工车间与冷链"},
}

var firstSyllables = []string{"澜", "岚", "禾", "沐", "铂", "晟", "泽", "昱", "骏", "霖", "瑾", "璟", "翊", "煜", "聿", "珩", "湛", "樾", "昶", "砚"}
var secondSyllables = []string{"舟", "野", "川", "屿", "岳", "汀", "庭", "曜", "衡", "陌", "渡", "阡", "棠", "笙", "谷", "驰", "铮", "柏", "澄", "榆"}
var legalForms = []string{"有限公司", "有限公司", "有限公司", "股份有限公司", "集团有限公司"}

var surnames = []string{"贺", "柳", "邵", "汪", "祁", "毛", "禹", "狄", "米", "贝", "明", "臧", "计", "伏", "成", "戴", "谈", "宋", "茅", "庞"}
var givenNames = []string{"景行", "云帆", "子衿", "望舒", "清和", "以宁", "知远", "怀瑜", "映川", "若谷", "书琴", "泊舟", "见山", "临溪", "星野", "安歌"}

// namer invents companies and people, no company name twice.
type namer struct {
	r    *rand.Rand
	used map[string]bool
}

func newNamer(r *rand.Rand) namer { return namer{r: r, used: map[string]bool{}} }

// firm is an invented company with its place and trade.
type firm struct {
	name     string
	origin   crm.Origin
	province string
	city     string
	trade    trade
	code     string // 统一社会信用代码, "" for some
	id       int64
}

// firm invents a company of an origin.
func (n namer) firm(origin crm.Origin) firm {
	for {
		f := firm{origin: origin, trade: pick(n.r, trades)}
		short := ""
		switch origin {
		case crm.OriginForeign:
			f.province, f.city, short = "香港特别行政区", "", "香港"
		case crm.OriginInProvince:
			f.province, f.city, short = "陕西省", pick(n.r, []string{"西安市", "宝鸡市", "咸阳市", "汉中市", "渭南市"}), ""
			short = f.city[:len(f.city)-len("市")]
		case crm.OriginLocal:
			f.province, f.city, short = "陕西省", "安康市", "安康"
		default:
			w := make([]int64, len(demoPlaces))
			for i, p := range demoPlaces {
				w[i] = p.weight
			}
			p := demoPlaces[weighted(n.r, w)]
			f.province, f.city, short = p.province, p.city, p.short
		}
		f.name = short + pick(n.r, firstSyllables) + pick(n.r, secondSyllables) + f.trade.word + pick(n.r, legalForms)
		if !n.used[f.name] {
			n.used[f.name] = true
			if n.r.IntN(10) > 2 && origin != crm.OriginForeign {
				f.code = n.creditCode()
			}
			return f
		}
	}
}

// creditCode invents a code that has the right check character and, in the place of the
// division, 000000: no firm has it.
func (n namer) creditCode() string {
	const digits = "0123456789"
	const last = digits + "ABCDEFGHJKLMNPQRTUWXY"
	code := "91000000"
	for range 9 {
		code += string(digits[n.r.IntN(10)])
	}
	for _, c := range last {
		if crm.CreditCodeValid(code + string(c)) {
			return code + string(c)
		}
	}
	return ""
}

// phone invents a mobile number.
func (n namer) phone() string { return fmt.Sprintf("13000%06d", n.r.IntN(1_000_000)) }

// person invents a name.
func (n namer) person() string { return pick(n.r, surnames) + pick(n.r, givenNames) }

// someOrigin draws an origin with the demo's usual weights.
func (n namer) someOrigin() crm.Origin {
	return []crm.Origin{crm.OriginOutProv, crm.OriginInProvince, crm.OriginLocal, crm.OriginForeign}[weighted(n.r, []int64{74, 15, 8, 3})]
}

// input is what an officer types of the company.
func (f firm) input(unit int64) crm.CompanyInput {
	return crm.CompanyInput{Name: f.name, Origin: f.origin, Province: f.province, City: f.city, Industry: f.trade.industry,
		CreditCode: f.code, UnitID: unit}
}
