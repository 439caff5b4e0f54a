-- +goose Up

-- Sales are few among the entries: close rates are worked out from them without
-- reading the rest.
CREATE INDEX entries_won ON entries (workspace_id, day) WHERE stage = 'won';
