-- +goose Up

-- A recap goes out whole, or in a lesser form when Slack does not take it so;
-- lacks says why, and picture is Slack's file of the one it shows.
ALTER TABLE recaps ADD COLUMN form TEXT NOT NULL DEFAULT '' CHECK (form IN ('', 'no_picture', 'no_table', 'words'));
ALTER TABLE recaps ADD COLUMN lacks TEXT NOT NULL DEFAULT '';
ALTER TABLE recaps ADD COLUMN picture TEXT NOT NULL DEFAULT '';

-- How many messages follow in a recap's thread, each of them a row of its own.
ALTER TABLE recaps ADD COLUMN more INTEGER NOT NULL DEFAULT 0 CHECK (more >= 0);

UPDATE recaps SET form = 'words' WHERE plain;
ALTER TABLE recaps DROP COLUMN plain;
