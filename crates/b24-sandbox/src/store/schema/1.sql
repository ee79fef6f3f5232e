-- Version 1 of the data: companies, contacts and their links.

-- Companies and contacts. One sequence numbers both, so that no company has the id of a contact; ids are never used
-- twice. `COMPANY_ID` of a contact is not stored: it is the company of its first primary link.
CREATE TABLE entity (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT    NOT NULL CHECK (kind IN ('company', 'contact')),
    created_at  INTEGER NOT NULL, -- Unix seconds
    created_by  INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    modified_by INTEGER NOT NULL,
    fields      TEXT    NOT NULL CHECK (json_valid(fields)) -- object of all other fields, by upper-case name
) STRICT;

-- Telephone numbers, addresses and the like of an entity.
CREATE TABLE multifield (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    entity_id  INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
    type_id    TEXT    NOT NULL, -- PHONE, EMAIL, WEB, IM, LINK
    value_type TEXT    NOT NULL, -- WORK, HOME and so on
    value      TEXT    NOT NULL
) STRICT;
CREATE INDEX multifield_of_entity ON multifield (entity_id);

-- Links. Neither side must exist: portals do not look for the linked record. `age` grows with every link.
CREATE TABLE link (
    age        INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    sort       INTEGER NOT NULL CHECK (sort BETWEEN -2147483648 AND 2147483647),
    role_id    INTEGER NOT NULL DEFAULT 0,
    is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
    UNIQUE (company_id, contact_id)
) STRICT;
-- A side's links in their order, its greatest sort, and its primary links are each one search away. The last column
-- of an index is always the row id, which is `age`.
CREATE INDEX link_of_company ON link (company_id, sort);
CREATE INDEX link_of_contact ON link (contact_id, sort);
CREATE INDEX primary_of_company ON link (company_id, sort) WHERE is_primary = 1;
CREATE INDEX primary_of_contact ON link (contact_id, sort) WHERE is_primary = 1;

-- `sqlite_sequence` has a row a table only after its first insertion; these let ids start where one likes.
INSERT INTO sqlite_sequence (name, seq) VALUES ('entity', 0), ('multifield', 0), ('link', 0);
