-- +goose Up

-- A posted recap is edited while it lives. version is the wording that stands in
-- the conversation; editing says that the next one is written and may stand there
-- already; lines is how many corrections its thread tells; ended is why it is
-- not edited any more.
ALTER TABLE recaps ADD COLUMN version BIGINT NOT NULL DEFAULT 0 CHECK (version >= 0);
ALTER TABLE recaps ADD COLUMN editing BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE recaps ADD COLUMN edited_at TIMESTAMPTZ;
ALTER TABLE recaps ADD COLUMN lines BIGINT NOT NULL DEFAULT 0 CHECK (lines >= 0);
ALTER TABLE recaps ADD COLUMN ended TEXT COLLATE "C" NOT NULL DEFAULT '';

UPDATE recaps SET version = 1 WHERE state IN ('posted', 'sending');

-- The totals a wording was written from, by which one sees what has come since;
-- '' where nobody took them down.
ALTER TABLE recap_versions ADD COLUMN counted TEXT COLLATE "C" NOT NULL DEFAULT '';
