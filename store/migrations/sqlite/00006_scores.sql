-- +goose Up
-- Scoring schemes as data: each version a row, body is crm.ScoreScheme as JSON; and what is typed in for them.

CREATE TABLE score_schemes (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  version BIGINT NOT NULL,
  body TEXT NOT NULL,
  is_current BOOLEAN NOT NULL,
  set_by BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (code, version)
);
CREATE UNIQUE INDEX score_schemes_current ON score_schemes (code) WHERE is_current = TRUE;

CREATE TABLE score_values (
  id INTEGER PRIMARY KEY,
  scheme TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  month TEXT NOT NULL,
  item TEXT NOT NULL,
  value BIGINT NOT NULL,
  removed BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  is_current BOOLEAN NOT NULL,
  set_by BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX score_values_current ON score_values (scheme, unit_id, month, item) WHERE is_current = TRUE;
CREATE INDEX score_values_month ON score_values (scheme, month);

-- A city that stands already gets the schemes that new ones get from their pack.
INSERT INTO score_schemes (id, code, version, body, is_current, set_by, known_on, at)
SELECT 1, 'deqing', 1, '{"code":"deqing","name":"联络处月度评分（德清方案）","for":"office","places":2,"floor":0,"note":"按月计分；其余各项=本单位÷组内最高×满分，签约外资每个加20分，离岗每次扣10分，总分不低于0。","source":"德清县公开的驻点招商考核办法","terms":[{"code":"days","label":"驻点天数(天)","parts":[{"kind":"tiers","source":"office:days","short":10000,"tiers":[{"from":20,"points":100000},{"from":15,"points":90000},{"from":10,"points":80000}]}]},{"code":"companies","label":"拜访企业(家)","parts":[{"kind":"share","source":"office:companies","points":100000}]},{"code":"receptions","label":"来访接待(批)","parts":[{"kind":"share","source":"office:receptions","points":100000}]},{"code":"leads","label":"新增线索(条)","parts":[{"kind":"share","source":"office:leads","points":150000}]},{"code":"bigLeads","label":"5亿元以上\n线索(条)","parts":[{"kind":"share","source":"office:bigLeads","points":150000}]},{"code":"led","label":"领导带队\n对接(次)","parts":[{"kind":"share","source":"office:led","points":200000}]},{"code":"foreign","label":"签约外资(个)","parts":[{"kind":"each","source":"office:foreign","points":200000}]},{"code":"away","label":"离岗(次)","parts":[{"kind":"each","source":"typed:away","points":-100000}]}]}', TRUE, 0, '', 0 WHERE EXISTS (SELECT 1 FROM units);
INSERT INTO score_schemes (id, code, version, body, is_current, set_by, known_on, at)
SELECT 2, 'city2024', 1, '{"code":"city2024","name":"招商引资年度考核（公开样例）","for":"unit","places":2,"floor":0,"note":"大项目所数的节点和超时限未开工的月数公开材料未载明，为设定，待核；新签方案前请按本市文件修改。","source":"公开的市对县招商引资考核样例","terms":[{"code":"capital","label":"到位资金","parts":[{"kind":"rate","source":"figure:capital","points":5000}]},{"code":"foreign","label":"外商直接投资","parts":[{"kind":"rate","source":"figure:foreign/fdi","points":5000,"capBp":12000}]},{"code":"signed","label":"新签约","cap":5000,"parts":[{"kind":"rate","source":"figure:signed","label":"个数","points":2500},{"kind":"rate","source":"figure:signedAmount","label":"金额","points":2500}]},{"code":"large","label":"大项目","start":5000,"floor":0,"parts":[{"kind":"missing","source":"size:signed:3-10","label":"3亿元以上、不满10亿元","points":1000,"due":7},{"kind":"missing","source":"size:signed:10-20","label":"10亿元以上、不满20亿元","points":1000,"due":4},{"kind":"missing","source":"size:signed:20-","label":"20亿元以上","points":1000,"due":1}]},{"code":"service","label":"服务评价","cap":5000,"parts":[{"kind":"value","source":"typed:service"}]},{"code":"landing","label":"落地和数据质量","start":5000,"floor":0,"parts":[{"kind":"each","source":"overdue:6","label":"签约6个月以上未开工","points":-1000},{"kind":"each","source":"typed:false","label":"弄虚作假","points":-2000}]}]}', TRUE, 0, '', 0 WHERE EXISTS (SELECT 1 FROM units);
INSERT INTO sequences (name, value) SELECT 'id:score_schemes', 2 WHERE EXISTS (SELECT 1 FROM units);
DELETE FROM settings WHERE name = 'officeScore';

-- +goose Down
DELETE FROM sequences WHERE name IN ('id:score_schemes', 'id:score_values');
DROP TABLE score_values;
DROP TABLE score_schemes;
