-- +goose Up
-- One text per engine, same tables. Money: minor units. Instants: Unix ms. Dates and months: text.

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  label TEXT NOT NULL,
  provisional BOOLEAN NOT NULL DEFAULT FALSE,
  updated_at BIGINT NOT NULL
);

CREATE TABLE sequences (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);

CREATE TABLE holidays (
  day TEXT PRIMARY KEY,
  workday BOOLEAN NOT NULL,
  name TEXT NOT NULL
);

-- GB/T 4754-2017: code without its section's letter, section apart.
CREATE TABLE industries (
  code TEXT PRIMARY KEY,
  section TEXT NOT NULL,
  name TEXT NOT NULL,
  level BIGINT NOT NULL
);

CREATE TABLE units (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent_id BIGINT NOT NULL,
  path TEXT NOT NULL,
  sort BIGINT NOT NULL,
  aliases TEXT NOT NULL,
  ad_code TEXT NOT NULL,
  reporting BOOLEAN NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL,
  cut_over TEXT NOT NULL,
  example BOOLEAN NOT NULL,
  disabled BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX units_name ON units (parent_id, name);

CREATE TABLE chains (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  head TEXT NOT NULL,
  lead_unit TEXT NOT NULL,
  chain_master TEXT NOT NULL,
  sort BIGINT NOT NULL,
  provisional BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL
);

CREATE TABLE parks (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  host_unit_id BIGINT NOT NULL,
  since TEXT NOT NULL,
  industries TEXT NOT NULL,
  note TEXT NOT NULL
);

CREATE TABLE users (
  id BIGINT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  title TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  disabled BOOLEAN NOT NULL,
  password_hash TEXT NOT NULL,
  old_hashes TEXT NOT NULL,
  password_at BIGINT NOT NULL,
  must_change BOOLEAN NOT NULL,
  totp_secret TEXT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE role_grants (
  user_id BIGINT NOT NULL REFERENCES users (id),
  role TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  granted_by BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (user_id, role, unit_id)
);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  ended_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);

-- One-time links: first set-up and password reset. The token itself is never stored.
CREATE TABLE one_time_links (
  token_hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL
);

CREATE TABLE sign_in_failures (
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  failures BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  PRIMARY KEY (account, address)
);

CREATE TABLE idempotency_keys (
  user_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (user_id, name)
);
CREATE INDEX idempotency_keys_at ON idempotency_keys (at);

-- Companies stand once in the city; company_units says who deals with them.
CREATE TABLE companies (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  formless_key TEXT NOT NULL,
  credit_code TEXT NOT NULL,
  origin TEXT NOT NULL,
  province TEXT NOT NULL,
  city TEXT NOT NULL,
  industry TEXT NOT NULL,
  tags TEXT NOT NULL,
  address TEXT NOT NULL,
  note TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  import_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX companies_formless ON companies (formless_key);
CREATE UNIQUE INDEX companies_credit ON companies (credit_code) WHERE credit_code <> '';
CREATE INDEX companies_updated ON companies (updated_at, id);

CREATE TABLE company_units (
  company_id BIGINT NOT NULL REFERENCES companies (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  at BIGINT NOT NULL,
  PRIMARY KEY (company_id, unit_id)
);
CREATE INDEX company_units_unit ON company_units (unit_id, company_id);

CREATE TABLE contacts (
  id BIGINT PRIMARY KEY,
  company_id BIGINT NOT NULL REFERENCES companies (id),
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  phone TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  voided BOOLEAN NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX contacts_company ON contacts (company_id, unit_id);

CREATE TABLE leads (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  company_id BIGINT NOT NULL REFERENCES companies (id),
  project TEXT NOT NULL,
  content TEXT NOT NULL,
  industry TEXT NOT NULL,
  chain_id BIGINT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT,
  amount_min BIGINT,
  amount_max BIGINT,
  amount_sort BIGINT NOT NULL,
  origin TEXT NOT NULL,
  province TEXT NOT NULL,
  city TEXT NOT NULL,
  place_unit_id BIGINT NOT NULL,
  land_mu TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  owner_id BIGINT NOT NULL,
  reporter_unit_id BIGINT NOT NULL REFERENCES units (id),
  source TEXT NOT NULL,
  stage TEXT NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT NOT NULL,
  next_step TEXT NOT NULL,
  next_due TEXT NOT NULL,
  last_progress_on TEXT NOT NULL,
  last_progress TEXT NOT NULL,
  reported_on TEXT NOT NULL,
  project_id BIGINT NOT NULL,
  import_id BIGINT NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  voided BOOLEAN NOT NULL,
  void_reason TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX leads_updated ON leads (updated_at, id) WHERE voided = FALSE;
CREATE INDEX leads_amount ON leads (status, amount_sort, id) WHERE voided = FALSE;
CREATE INDEX leads_unit ON leads (unit_id, updated_at, id) WHERE voided = FALSE;
CREATE INDEX leads_stage ON leads (stage, updated_at, id, status) WHERE voided = FALSE;
CREATE INDEX leads_unit_status ON leads (unit_id, status, amount_sort, id) WHERE voided = FALSE;
CREATE INDEX leads_unit_stage ON leads (unit_id, stage, updated_at, id, status) WHERE voided = FALSE;
CREATE INDEX leads_stale ON leads (last_progress_on, unit_id) WHERE voided = FALSE AND status = 'active' AND stage <> 'signed' AND last_progress_on <> '';
CREATE INDEX leads_due ON leads (unit_id, next_due) WHERE voided = FALSE AND next_due <> '';
CREATE INDEX leads_company ON leads (company_id);
CREATE INDEX leads_owner ON leads (owner_id, updated_at, id) WHERE voided = FALSE;

-- Units other than the owner that may read a lead or project: shared or transferred.
CREATE TABLE lead_shares (
  lead_id BIGINT NOT NULL REFERENCES leads (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  why TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (lead_id, unit_id)
);
CREATE INDEX lead_shares_unit ON lead_shares (unit_id, lead_id);

CREATE TABLE lead_events (
  id BIGINT PRIMARY KEY,
  lead_id BIGINT NOT NULL REFERENCES leads (id),
  kind TEXT NOT NULL,
  from_value TEXT NOT NULL,
  to_value TEXT NOT NULL,
  reason TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX lead_events_lead ON lead_events (lead_id, id);

CREATE TABLE claims (
  id BIGINT PRIMARY KEY,
  lead_id BIGINT NOT NULL REFERENCES leads (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  since TEXT NOT NULL,
  protected_until TEXT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX claims_lead ON claims (lead_id);

CREATE TABLE transfers (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  from_unit_id BIGINT NOT NULL REFERENCES units (id),
  to_unit_id BIGINT NOT NULL REFERENCES units (id),
  reason TEXT NOT NULL,
  intro_bp BIGINT NOT NULL,
  proposed_by BIGINT NOT NULL,
  at BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  state TEXT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_at BIGINT NOT NULL,
  decision_reason TEXT NOT NULL
);
CREATE UNIQUE INDEX transfers_one_pending ON transfers (kind, object_id) WHERE state = 'pending';
CREATE INDEX transfers_to ON transfers (to_unit_id, state);
CREATE INDEX transfers_from ON transfers (from_unit_id, state);

CREATE TABLE trips (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  start_on TEXT NOT NULL,
  end_on TEXT NOT NULL,
  leader_name TEXT NOT NULL,
  leader_title TEXT NOT NULL,
  leader_level TEXT NOT NULL,
  people_count BIGINT NOT NULL,
  destination TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX trips_unit ON trips (unit_id, start_on);

CREATE TABLE visits (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  on_date TEXT NOT NULL,
  end_on TEXT NOT NULL,
  province TEXT NOT NULL,
  city TEXT NOT NULL,
  place TEXT NOT NULL,
  people TEXT NOT NULL,
  people_count BIGINT NOT NULL,
  leader_level TEXT NOT NULL,
  leader_name TEXT NOT NULL,
  leader_title TEXT NOT NULL,
  theme TEXT NOT NULL,
  outcome TEXT NOT NULL,
  content TEXT NOT NULL,
  next_step TEXT NOT NULL,
  next_due TEXT NOT NULL,
  trip_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  user_id BIGINT NOT NULL,
  import_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  voided BOOLEAN NOT NULL,
  void_reason TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX visits_on ON visits (on_date, id) WHERE voided = FALSE;
CREATE INDEX visits_unit ON visits (unit_id, on_date, id) WHERE voided = FALSE;
CREATE INDEX visits_kind ON visits (kind, on_date, id) WHERE voided = FALSE;
CREATE INDEX visits_due ON visits (unit_id, next_due) WHERE voided = FALSE AND next_due <> '';
CREATE INDEX visits_trip ON visits (trip_id) WHERE trip_id <> 0;
CREATE INDEX visits_user_due ON visits (user_id, next_due) WHERE voided = FALSE AND next_due <> '';

CREATE TABLE visit_companies (
  visit_id BIGINT NOT NULL REFERENCES visits (id),
  company_id BIGINT NOT NULL REFERENCES companies (id),
  counterpart TEXT NOT NULL,
  counterpart_title TEXT NOT NULL,
  sort BIGINT NOT NULL,
  PRIMARY KEY (visit_id, company_id)
);
CREATE INDEX visit_companies_company ON visit_companies (company_id, visit_id);

CREATE TABLE visit_leads (
  visit_id BIGINT NOT NULL REFERENCES visits (id),
  lead_id BIGINT NOT NULL REFERENCES leads (id),
  PRIMARY KEY (visit_id, lead_id)
);
CREATE INDEX visit_leads_lead ON visit_leads (lead_id, visit_id);

CREATE TABLE visit_projects (
  visit_id BIGINT NOT NULL REFERENCES visits (id),
  project_id BIGINT NOT NULL,
  PRIMARY KEY (visit_id, project_id)
);
CREATE INDEX visit_projects_project ON visit_projects (project_id, visit_id);

CREATE TABLE projects (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  lead_id BIGINT NOT NULL,
  content TEXT NOT NULL,
  industry TEXT NOT NULL,
  chain_id BIGINT NOT NULL,
  nature TEXT NOT NULL,
  currency TEXT NOT NULL,
  total BIGINT NOT NULL,
  total_cny BIGINT NOT NULL,
  fixed BIGINT,
  agreed BIGINT,
  opening BIGINT NOT NULL,
  county_unit_id BIGINT NOT NULL REFERENCES units (id),
  park_id BIGINT NOT NULL,
  place TEXT NOT NULL,
  land_mu TEXT NOT NULL,
  land_mode TEXT NOT NULL,
  enclave_home_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  owner_id BIGINT NOT NULL,
  leader TEXT NOT NULL,
  task_force TEXT NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT NOT NULL,
  problem TEXT NOT NULL,
  next_step TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  registered_on TEXT NOT NULL,
  started_on TEXT NOT NULL,
  producing_on TEXT NOT NULL,
  arrived_cny BIGINT NOT NULL,
  pending_cny BIGINT NOT NULL,
  import_id BIGINT NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  voided BOOLEAN NOT NULL,
  void_reason TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX projects_updated ON projects (updated_at, id) WHERE voided = FALSE;
CREATE INDEX projects_unit ON projects (unit_id, updated_at, id) WHERE voided = FALSE;
CREATE INDEX projects_signed ON projects (signed_on, id) WHERE voided = FALSE;
CREATE INDEX projects_name ON projects (name);

CREATE TABLE project_shares (
  project_id BIGINT NOT NULL REFERENCES projects (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  why TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (project_id, unit_id)
);
CREATE INDEX project_shares_unit ON project_shares (unit_id, project_id);

CREATE TABLE project_parties (
  id BIGINT PRIMARY KEY,
  project_id BIGINT NOT NULL REFERENCES projects (id),
  company_id BIGINT NOT NULL REFERENCES companies (id),
  role TEXT NOT NULL,
  origin TEXT NOT NULL,
  province TEXT NOT NULL,
  city TEXT NOT NULL,
  share_bp BIGINT NOT NULL,
  sort BIGINT NOT NULL
);
CREATE INDEX project_parties_project ON project_parties (project_id, sort);
CREATE INDEX project_parties_company ON project_parties (company_id);

CREATE TABLE project_plans (
  project_id BIGINT NOT NULL REFERENCES projects (id),
  year BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL,
  PRIMARY KEY (project_id, year)
);

CREATE TABLE project_problems (
  id BIGINT PRIMARY KEY,
  project_id BIGINT NOT NULL REFERENCES projects (id),
  factor TEXT NOT NULL,
  description TEXT NOT NULL,
  owner TEXT NOT NULL,
  due_on TEXT NOT NULL,
  solved_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX project_problems_project ON project_problems (project_id);

CREATE TABLE promises (
  id BIGINT PRIMARY KEY,
  project_id BIGINT NOT NULL REFERENCES projects (id),
  title TEXT NOT NULL,
  amount BIGINT NOT NULL,
  condition TEXT NOT NULL,
  due_on TEXT NOT NULL,
  paid BIGINT NOT NULL,
  review_opinion TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX promises_project ON promises (project_id);

CREATE TABLE milestones (
  id BIGINT PRIMARY KEY,
  project_id BIGINT NOT NULL REFERENCES projects (id),
  kind TEXT NOT NULL,
  on_date TEXT NOT NULL,
  date_precision TEXT NOT NULL,
  amount BIGINT,
  currency TEXT NOT NULL,
  note TEXT NOT NULL,
  capacity TEXT NOT NULL,
  output_cny BIGINT NOT NULL,
  tax_cny BIGINT NOT NULL,
  jobs BIGINT NOT NULL,
  state TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  reported_by BIGINT NOT NULL,
  submitted_at BIGINT NOT NULL,
  reviewed_by BIGINT NOT NULL,
  reviewed_at BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  import_id BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX milestones_project ON milestones (project_id);
CREATE UNIQUE INDEX milestones_one_approved ON milestones (project_id, kind) WHERE state = 'approved' AND kind <> 'increase';
CREATE INDEX milestones_window ON milestones (kind, on_date) WHERE state = 'approved';
CREATE INDEX milestones_queue ON milestones (submitted_at, id) WHERE state = 'submitted';
CREATE INDEX milestones_returned ON milestones (reported_by) WHERE state = 'returned';

CREATE TABLE opinions (
  id BIGINT PRIMARY KEY,
  object_kind TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  decision TEXT NOT NULL,
  text TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX opinions_object ON opinions (object_kind, object_id, id);

CREATE TABLE attributions (
  id BIGINT PRIMARY KEY,
  project_id BIGINT NOT NULL REFERENCES projects (id),
  indicator TEXT NOT NULL,
  from_year BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  reason TEXT NOT NULL,
  approved_by BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX attributions_seq ON attributions (project_id, seq);

CREATE TABLE attribution_shares (
  attribution_id BIGINT NOT NULL REFERENCES attributions (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  bp BIGINT NOT NULL,
  PRIMARY KEY (attribution_id, unit_id)
);

CREATE TABLE introductions (
  id BIGINT PRIMARY KEY,
  project_id BIGINT NOT NULL REFERENCES projects (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  bp BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  ended_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX introductions_project ON introductions (project_id);
CREATE INDEX introductions_unit ON introductions (unit_id, project_id);

CREATE TABLE capital_entries (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  project_id BIGINT NOT NULL REFERENCES projects (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  month TEXT NOT NULL,
  orig_month TEXT NOT NULL,
  carried_from TEXT NOT NULL,
  arrived_on TEXT NOT NULL,
  amount BIGINT NOT NULL,
  verified BIGINT,
  reduce_reason TEXT NOT NULL,
  company_id BIGINT NOT NULL,
  form TEXT NOT NULL,
  use_of TEXT NOT NULL,
  fixed BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  note TEXT NOT NULL,
  warnings TEXT NOT NULL,
  warning_reason TEXT NOT NULL,
  reported_by BIGINT NOT NULL,
  submitted_at BIGINT NOT NULL,
  verified_by BIGINT NOT NULL,
  verified_at BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  reverses_id BIGINT UNIQUE REFERENCES capital_entries (id),
  corrects_id BIGINT REFERENCES capital_entries (id),
  import_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX capital_entries_project ON capital_entries (project_id, month);
CREATE INDEX capital_entries_month ON capital_entries (month, state);
CREATE INDEX capital_entries_unit ON capital_entries (unit_id, month, id);
CREATE INDEX capital_entries_updated ON capital_entries (updated_at, id);
CREATE INDEX capital_entries_queue ON capital_entries (submitted_at, id) WHERE state = 'submitted';
CREATE INDEX capital_entries_returned ON capital_entries (reported_by) WHERE state = 'returned';

CREATE TABLE capital_parts (
  id BIGINT PRIMARY KEY,
  entry_id BIGINT NOT NULL REFERENCES capital_entries (id),
  sort BIGINT NOT NULL,
  origin TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  verified BIGINT,
  fdi BOOLEAN NOT NULL
);
CREATE INDEX capital_parts_entry ON capital_parts (entry_id, sort);

-- Append-only. Pending lines of submitted entries live in pending_lines and go with the decision.
CREATE TABLE credit_lines (
  id BIGINT PRIMARY KEY,
  entry_id BIGINT NOT NULL REFERENCES capital_entries (id),
  part_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  month TEXT NOT NULL,
  orig_month TEXT NOT NULL,
  adjustment TEXT NOT NULL,
  currency TEXT NOT NULL,
  origin TEXT NOT NULL,
  fixed BOOLEAN NOT NULL,
  fdi BOOLEAN NOT NULL,
  chain_id BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  cny BIGINT NOT NULL,
  usd BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX credit_lines_entry ON credit_lines (entry_id);
CREATE INDEX credit_lines_month ON credit_lines (month, unit_id);
CREATE INDEX credit_lines_project ON credit_lines (project_id, month);
CREATE INDEX credit_lines_earlier ON credit_lines (orig_month) WHERE adjustment = 'earlier';

CREATE TABLE pending_lines (
  id BIGINT PRIMARY KEY,
  entry_id BIGINT NOT NULL REFERENCES capital_entries (id),
  part_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  month TEXT NOT NULL,
  orig_month TEXT NOT NULL,
  adjustment TEXT NOT NULL,
  currency TEXT NOT NULL,
  origin TEXT NOT NULL,
  fixed BOOLEAN NOT NULL,
  fdi BOOLEAN NOT NULL,
  chain_id BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  cny BIGINT NOT NULL,
  usd BIGINT NOT NULL
);
CREATE INDEX pending_lines_entry ON pending_lines (entry_id);

CREATE TABLE rollup_capital (
  month TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  adjustment TEXT NOT NULL,
  state TEXT NOT NULL,
  currency TEXT NOT NULL,
  origin TEXT NOT NULL,
  fixed BOOLEAN NOT NULL,
  fdi BOOLEAN NOT NULL,
  chain_id BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  cny BIGINT NOT NULL,
  usd BIGINT NOT NULL,
  lines BIGINT NOT NULL,
  PRIMARY KEY (month, unit_id, adjustment, state, currency, origin, fixed, fdi, chain_id)
);

-- The same without the chain (chain_id 0): small whatever the size of the ledger.
CREATE TABLE rollup_units (
  month TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  adjustment TEXT NOT NULL,
  state TEXT NOT NULL,
  currency TEXT NOT NULL,
  origin TEXT NOT NULL,
  fixed BOOLEAN NOT NULL,
  fdi BOOLEAN NOT NULL,
  chain_id BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  cny BIGINT NOT NULL,
  usd BIGINT NOT NULL,
  lines BIGINT NOT NULL,
  PRIMARY KEY (month, unit_id, adjustment, state, currency, origin, fixed, fdi, chain_id)
);

CREATE TABLE count_lines (
  id BIGINT PRIMARY KEY,
  milestone_id BIGINT NOT NULL REFERENCES milestones (id),
  project_id BIGINT NOT NULL,
  indicator TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  joint BOOLEAN NOT NULL,
  month TEXT NOT NULL,
  orig_month TEXT NOT NULL,
  adjustment TEXT NOT NULL,
  chain_id BIGINT NOT NULL,
  count BIGINT NOT NULL,
  cny BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX count_lines_month ON count_lines (month, indicator);
CREATE INDEX count_lines_project ON count_lines (project_id);

CREATE TABLE rollup_counts (
  month TEXT NOT NULL,
  indicator TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  adjustment TEXT NOT NULL,
  joint BOOLEAN NOT NULL,
  chain_id BIGINT NOT NULL,
  count BIGINT NOT NULL,
  cny BIGINT NOT NULL,
  lines BIGINT NOT NULL,
  PRIMARY KEY (month, indicator, unit_id, adjustment, joint, chain_id)
);

CREATE TABLE rollup_leads (
  unit_id BIGINT NOT NULL,
  stage TEXT NOT NULL,
  status TEXT NOT NULL,
  leads BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  big BIGINT NOT NULL, -- of them, leads of 亿元 and more
  big_amount BIGINT NOT NULL,
  PRIMARY KEY (unit_id, stage, status)
);

CREATE TABLE rollup_visits (
  month TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  province TEXT NOT NULL,
  city TEXT NOT NULL,
  visits BIGINT NOT NULL,
  PRIMARY KEY (month, unit_id, kind, province, city)
);

CREATE TABLE indicators (
  code TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  kind TEXT NOT NULL,
  currency TEXT NOT NULL,
  unit TEXT NOT NULL,
  source TEXT NOT NULL,
  default_basis TEXT NOT NULL,
  parent_code TEXT NOT NULL,
  sort BIGINT NOT NULL,
  note TEXT NOT NULL
);

CREATE TABLE bases (
  indicator TEXT NOT NULL REFERENCES indicators (code),
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  filter TEXT NOT NULL,
  from_year BIGINT NOT NULL,
  to_year BIGINT NOT NULL,
  is_default BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  sort BIGINT NOT NULL,
  PRIMARY KEY (indicator, code)
);

-- Versions: the newest row of a key with known_on ≤ X is the target as known on X; removed marks its end.
CREATE TABLE targets (
  id BIGINT PRIMARY KEY,
  year BIGINT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  chain_id BIGINT NOT NULL,
  indicator TEXT NOT NULL REFERENCES indicators (code),
  basis TEXT NOT NULL,
  value BIGINT NOT NULL,
  removed BOOLEAN NOT NULL,
  is_current BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  set_by BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX targets_current ON targets (year, unit_id, chain_id, indicator, basis) WHERE is_current = TRUE;
CREATE INDEX targets_year ON targets (year, known_on);

CREATE TABLE target_curves (
  year BIGINT NOT NULL,
  indicator TEXT NOT NULL REFERENCES indicators (code),
  month_number BIGINT NOT NULL,
  cumulative_bp BIGINT NOT NULL,
  PRIMARY KEY (year, indicator, month_number)
);

CREATE TABLE manual_values (
  id BIGINT PRIMARY KEY,
  indicator TEXT NOT NULL REFERENCES indicators (code),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  month TEXT NOT NULL,
  value BIGINT NOT NULL,
  is_current BOOLEAN NOT NULL,
  set_by BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX manual_values_current ON manual_values (indicator, unit_id, month) WHERE is_current = TRUE;

CREATE TABLE historic_figures (
  id BIGINT PRIMARY KEY,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  indicator TEXT NOT NULL,
  basis TEXT NOT NULL,
  currency TEXT NOT NULL,
  year BIGINT NOT NULL,
  month TEXT NOT NULL,
  period TEXT NOT NULL,
  value BIGINT NOT NULL,
  source TEXT NOT NULL,
  note TEXT NOT NULL
);
CREATE INDEX historic_figures_key ON historic_figures (indicator, year, unit_id);

CREATE TABLE periods (
  month TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  closed_at BIGINT NOT NULL,
  closed_by BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE filings (
  id BIGINT PRIMARY KEY,
  month TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  zero BOOLEAN NOT NULL,
  entries BIGINT NOT NULL,
  amount_cny BIGINT NOT NULL,
  filed_by BIGINT NOT NULL,
  note TEXT NOT NULL,
  is_current BOOLEAN NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX filings_current ON filings (month, unit_id) WHERE is_current = TRUE;

CREATE TABLE snapshots (
  id BIGINT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  month TEXT NOT NULL,
  seq BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL,
  closed_by BIGINT NOT NULL,
  figures TEXT NOT NULL,
  figures_sha256 TEXT NOT NULL,
  report_rows BYTEA NOT NULL,
  workbook_sha256 TEXT NOT NULL,
  workbook_size BIGINT NOT NULL
);
CREATE UNIQUE INDEX snapshots_month ON snapshots (month, seq);

-- Bytes under their hash: evidence, photos and workbooks. Large files stand in the data folder.
CREATE TABLE blobs (
  sha256 TEXT PRIMARY KEY,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE attachments (
  id BIGINT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  object_kind TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blobs (sha256),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  user_id BIGINT NOT NULL,
  voided BOOLEAN NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX attachments_object ON attachments (object_kind, object_id);
CREATE INDEX attachments_sha ON attachments (sha256);

CREATE TABLE audit_log (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  user_id BIGINT NOT NULL,
  actor TEXT NOT NULL,
  address TEXT NOT NULL,
  act TEXT NOT NULL,
  object TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  label TEXT NOT NULL,
  detail TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX audit_log_object ON audit_log (object, object_id);
CREATE INDEX audit_log_user ON audit_log (user_id, seq);

-- Addressed to one user (user_id) or to a role at a unit.
CREATE TABLE messages (
  id BIGINT PRIMARY KEY,
  user_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  object TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  known_on TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX messages_user ON messages (user_id, id);
CREATE INDEX messages_role ON messages (role, unit_id, id);

CREATE TABLE message_reads (
  message_id BIGINT NOT NULL REFERENCES messages (id),
  user_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (message_id, user_id)
);

CREATE TABLE imports (
  id BIGINT PRIMARY KEY,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  as_of TEXT NOT NULL,
  state TEXT NOT NULL,
  counts TEXT NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE import_rows (
  import_id BIGINT NOT NULL REFERENCES imports (id),
  sheet TEXT NOT NULL,
  row_number BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  object TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  before_row TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (import_id, sheet, row_number, object)
);

CREATE TABLE search_leads (
  rowid BIGINT PRIMARY KEY,
  grams TSVECTOR NOT NULL
);
CREATE INDEX search_leads_grams ON search_leads USING gin (grams);
CREATE TABLE search_companies (
  rowid BIGINT PRIMARY KEY,
  grams TSVECTOR NOT NULL
);
CREATE INDEX search_companies_grams ON search_companies USING gin (grams);
CREATE TABLE search_projects (
  rowid BIGINT PRIMARY KEY,
  grams TSVECTOR NOT NULL
);
CREATE INDEX search_projects_grams ON search_projects USING gin (grams);
CREATE TABLE search_visits (
  rowid BIGINT PRIMARY KEY,
  grams TSVECTOR NOT NULL
);
CREATE INDEX search_visits_grams ON search_visits USING gin (grams);

-- +goose Down
DROP TABLE search_visits;
DROP TABLE search_projects;
DROP TABLE search_companies;
DROP TABLE search_leads;
DROP TABLE import_rows;
DROP TABLE imports;
DROP TABLE message_reads;
DROP TABLE messages;
DROP TABLE audit_log;
DROP TABLE attachments;
DROP TABLE blobs;
DROP TABLE snapshots;
DROP TABLE filings;
DROP TABLE periods;
DROP TABLE historic_figures;
DROP TABLE manual_values;
DROP TABLE target_curves;
DROP TABLE targets;
DROP TABLE bases;
DROP TABLE indicators;
DROP TABLE rollup_visits;
DROP TABLE rollup_leads;
DROP TABLE rollup_counts;
DROP TABLE count_lines;
DROP TABLE rollup_units;
DROP TABLE rollup_capital;
DROP TABLE pending_lines;
DROP TABLE credit_lines;
DROP TABLE capital_parts;
DROP TABLE capital_entries;
DROP TABLE introductions;
DROP TABLE attribution_shares;
DROP TABLE attributions;
DROP TABLE opinions;
DROP TABLE milestones;
DROP TABLE promises;
DROP TABLE project_problems;
DROP TABLE project_plans;
DROP TABLE project_parties;
DROP TABLE project_shares;
DROP TABLE projects;
DROP TABLE visit_projects;
DROP TABLE visit_leads;
DROP TABLE visit_companies;
DROP TABLE visits;
DROP TABLE trips;
DROP TABLE transfers;
DROP TABLE claims;
DROP TABLE lead_events;
DROP TABLE lead_shares;
DROP TABLE leads;
DROP TABLE contacts;
DROP TABLE company_units;
DROP TABLE companies;
DROP TABLE idempotency_keys;
DROP TABLE sign_in_failures;
DROP TABLE one_time_links;
DROP TABLE sessions;
DROP TABLE role_grants;
DROP TABLE users;
DROP TABLE parks;
DROP TABLE chains;
DROP TABLE units;
DROP TABLE industries;
DROP TABLE holidays;
DROP TABLE sequences;
DROP TABLE settings;
