-- A row or more of every table, on either database: what is hard to carry over
-- is among them. Rows that were taken away leave gaps in the ids.
INSERT INTO workspaces (team, name) VALUES ('T0', 'taken away'), ('T1', 'Ateliers Vernier'), (NULL, 'local'), ('T3', 'Étau & fils');
DELETE FROM workspaces WHERE team = 'T0';
INSERT INTO settings (workspace_id, key, value) VALUES (2, 'language', 'fr'), (4, 'language', 'en'), (2, 'recap_in', '[{"id":"C1"}]');
INSERT INTO people (workspace_id, id, name, locale, admin, manager, guest, stranger, deactivated, refreshed_at) VALUES
 (2, 'U1', 'Zoë 🦊 O''Hara', 'fr-FR', TRUE, FALSE, FALSE, FALSE, TRUE, '2026-11-16T09:00:00.000001Z'),
 (4, 'U1', 'tab	and \ and \N', '', FALSE, TRUE, TRUE, TRUE, FALSE, '2026-11-16T09:00:00.999999Z');
INSERT INTO personas (workspace_id, name, folded, aliases, archived) VALUES
 (2, 'taken away', 'taken away', '', FALSE), (2, 'PME', 'pme', 'tpe', FALSE), (4, 'Small', 'small', '', TRUE);
DELETE FROM personas WHERE name = 'taken away';
INSERT INTO channels (workspace_id, name, folded, aliases, team, owner, rhythm, definition, default_persona_id, archived, sales_owner) VALUES
 (2, 'E-mail', 'e mail', '["mail"]', 'marketing', 'U1', 'daily', 'Un lead, c''est
deux lignes', 2, FALSE, ''),
 (4, 'Outbound', 'outbound', '', 'sales', '', 'occasional', '', NULL, TRUE, 'U1');
INSERT INTO exceptions (workspace_id, first_day, last_day, working, label, author, recorded_at) VALUES
 (2, '2026-02-28', '2028-02-29', FALSE, 'fermé', 'U1', '2026-03-29T01:59:59.000000Z');
INSERT INTO assumptions (workspace_id, month, what, channel_id, persona_id, rate, cents, source, author, reason, recorded_at) VALUES
 (2, '2026-11', 'rate', 1, 2, '0.035', NULL, 'declared', 'U1', '', '2026-11-01T00:00:00.000000Z'),
 (2, '2026-11', 'target', NULL, NULL, NULL, 9007199254740993, 'declared', 'U1', '', '2026-11-01T00:00:00.000000Z');
INSERT INTO commitments (workspace_id, month, channel_id, persona_id, leads, author, reason, recorded_at) VALUES
 (2, '2026-11', 1, 2, 120, 'U1', 'plan', '2026-11-01T00:00:00.000000Z');
INSERT INTO spans (workspace_id, month, channel_id, first_day, last_day, author, reason, recorded_at) VALUES
 (2, '2026-11', 1, '2026-11-24', '2026-11-27', 'U1', '', '2026-11-01T00:00:00.000000Z'),
 (2, '2026-12', 1, NULL, NULL, 'U1', '', '2026-11-01T00:00:00.000000Z');
INSERT INTO definitions (workspace_id, month, channel_id, text, author, reason, recorded_at) VALUES
 (2, '0001-01', 1, '', '', '', '2000-01-01T00:00:00.000000Z');
INSERT INTO promises (workspace_id, month, channel_id, share, within, unit, author, reason, recorded_at) VALUES
 (2, '2026-11', NULL, 90, 1, 'days', 'U1', '', '2026-11-01T00:00:00.000000Z');
INSERT INTO entries (workspace_id, day, monthly, channel_id, persona_id, stage, count, amount_cents, lead_ref, note, author, source, recorded_at, request, line, reverses, import_key, happened_at) VALUES
 (2, '2026-11-16', FALSE, 1, 2, 'lead', 12, 0, '', '', 'U1', 'typed', '2026-11-16T09:00:00.000000Z', 'k1', 0, NULL, NULL, NULL),
 (2, '2026-11-16', FALSE, 1, 2, 'lead', -12, 0, '', '', 'U1', 'typed', '2026-11-16T09:00:01.000000Z', 'k2', 0, 1, NULL, NULL),
 (2, '2026-10-31', TRUE, 1, 2, 'won', 2, 180000, 'L-1', 'note', 'U1', 'imported', '2026-11-16T09:00:02.000000Z', 'k3', 1, NULL, 'L-1', '2026-10-30T23:30:00.500000Z');
INSERT INTO daily_totals (workspace_id, day, channel_id, persona_id, stage, count, amount_cents, standing) VALUES (2, '2026-11-16', 1, 2, 'lead', 0, 0, 0);
INSERT INTO monthly_totals (workspace_id, month, channel_id, persona_id, stage, count, amount_cents, standing) VALUES (2, '2026-10', 1, 2, 'won', 2, 180000, 1);
INSERT INTO audit_log (workspace_id, recorded_at, author, what, old_value, new_value, reason) VALUES
 (2, '2026-11-16T09:00:00.000000Z', 'U1', 'goal', '', '120', '');
INSERT INTO recaps (workspace_id, conversation, day, kind, post_id, state, reason, asked_by, due_at, attempts, absences, sent_at, posted_at, message_ts, late, owed, owner, epoch, free_at, form, edited_at) VALUES
 (2, 'C1', '2026-11-16', 'daily', 'p1', 'posted', '', '', '2026-11-16T08:00:00.000000Z', 1, 0, '2026-11-16T08:00:01.000000Z', '2026-11-16T08:00:02.000000Z', '1.1', FALSE, FALSE, 'host-1', 1, '2026-11-16T08:01:00.000000Z', 'words', NULL);
INSERT INTO recap_versions (workspace_id, conversation, day, kind, version, edition, text, blocks, written_at, counted) VALUES
 (2, 'C1', '2026-11-16', 'daily', 1, '{"v":1}', 'Point SLA', '[]', '2026-11-16T08:00:01.000000Z', '');
INSERT INTO signatures (workspace_id, month, side, person, plan, definitions, signed_at) VALUES
 (2, '2026-11', 'sales', 'U1', 'ab', 'cd', '2026-11-03T10:00:00.000000Z');
INSERT INTO drafts (workspace_id, name, folded, persona_id, day, count, whole, author, request, kept_at, state, decided_by, decided_at) VALUES
 (2, 'Webinaire', 'webinaire', 2, '2026-11-16', 3, FALSE, 'U1', 'k4', '2026-11-16T09:00:00.000000Z', 'pending', '', NULL);
INSERT INTO absences (workspace_id, person, stand_in, until, since) VALUES (2, 'U1', 'U2', NULL, '2026-11-16T09:00:00.000000Z');
INSERT INTO alert_mutes (workspace_id, person, channel_id) VALUES (2, 'U1', 0);
INSERT INTO guest_channels (workspace_id, person, channel_id) VALUES (2, 'U7', 1);
