-- PostfixAdmin's tables (the columns that are read), and tables of the administrator's own beside them. Every password is 'good'.
CREATE TABLE domain (domain VARCHAR(255) NOT NULL PRIMARY KEY, backupmx TINYINT(1) NOT NULL DEFAULT 0,
  active TINYINT(1) NOT NULL DEFAULT 1);
CREATE TABLE mailbox (username VARCHAR(255) NOT NULL PRIMARY KEY, password VARCHAR(255) NOT NULL DEFAULT '{PLAIN}good',
  quota BIGINT NOT NULL DEFAULT 0, active TINYINT(1) NOT NULL DEFAULT 1);
CREATE TABLE alias (address VARCHAR(255) NOT NULL PRIMARY KEY, goto TEXT NOT NULL, active TINYINT(1) NOT NULL DEFAULT 1);
CREATE TABLE alias_domain (alias_domain VARCHAR(255) NOT NULL PRIMARY KEY, target_domain VARCHAR(255) NOT NULL,
  active TINYINT(1) NOT NULL DEFAULT 1);
CREATE TABLE quota2 (username VARCHAR(100) NOT NULL PRIMARY KEY, bytes BIGINT NOT NULL DEFAULT 0, messages INT NOT NULL DEFAULT 0);
CREATE TABLE sender_owner (address VARCHAR(255) NOT NULL PRIMARY KEY, logins TEXT NOT NULL);
CREATE TABLE team (name VARCHAR(255) NOT NULL PRIMARY KEY, members TEXT NOT NULL);
CREATE TABLE sending_limit (subject VARCHAR(255) NOT NULL PRIMARY KEY, limits VARCHAR(255) NOT NULL);
CREATE TABLE list_access (address VARCHAR(255) NOT NULL PRIMARY KEY, access TEXT NOT NULL);

INSERT INTO domain (domain, backupmx, active) VALUES
 ('guichet.test', 0, 1), ('shop.test', 0, 1), ('alias.test', 0, 1), ('backup.test', 1, 1), ('closed.test', 0, 0);
INSERT INTO alias_domain (alias_domain, target_domain) VALUES ('alias.test', 'guichet.test');
INSERT INTO mailbox (username, quota, active) VALUES
 ('alice@guichet.test', 0, 1), ('bob@guichet.test', 0, 1), ('carol@guichet.test', 0, 1), ('dave@guichet.test', 0, 1),
 ('erin@guichet.test', 0, 1), ('frank@guichet.test', 0, 1), ('grace@guichet.test', 0, 1), ('heidi@guichet.test', 0, 1),
 ('ivan@guichet.test', 0, 1), ('judy@guichet.test', 0, 1), ('off@guichet.test', 0, 0),
 ('newsletter@guichet.test', 0, 1), ('full@guichet.test', 1000, 1), ('nearly@guichet.test', 100000, 1);
INSERT INTO alias (address, goto, active) VALUES
 ('alice@guichet.test', 'alice@guichet.test', 1),
 ('info@guichet.test', 'alice@guichet.test', 1),
 ('both@guichet.test', 'alice@guichet.test,bob@guichet.test', 1),
 ('old@guichet.test', 'alice@guichet.test', 0),
 ('to-full@guichet.test', 'full@guichet.test', 1),
 ('ten@guichet.test', 'alice@guichet.test,bob@guichet.test,carol@guichet.test,dave@guichet.test,erin@guichet.test,frank@guichet.test,grace@guichet.test,heidi@guichet.test,ivan@guichet.test,full@guichet.test', 1),
 ('away@guichet.test', 'somebody@elsewhere.example', 1),
 ('house@guichet.test', 'alice@guichet.test,bob@guichet.test', 1),
 ('members@guichet.test', 'alice@guichet.test,bob@guichet.test', 1),
 ('board@guichet.test', 'alice@guichet.test', 1),
 ('door@guichet.test', 'house@guichet.test', 1),
 ('gate@guichet.test', 'house@guichet.test', 1),
 ('@shop.test', 'carol@guichet.test', 1);
INSERT INTO quota2 (username, bytes) VALUES ('full@guichet.test', 1000), ('nearly@guichet.test', 90000);
INSERT INTO sender_owner (address, logins) VALUES
 ('sales@guichet.test', 'bob@guichet.test, carol@guichet.test'), ('support@guichet.test', 'helpdesk'),
 ('@shop.test', 'carol@guichet.test');
INSERT INTO team (name, members) VALUES ('helpdesk', 'dave@guichet.test, second-line'), ('second-line', 'erin@guichet.test');
INSERT INTO sending_limit (subject, limits) VALUES
 ('dave@guichet.test', '0'), ('erin@guichet.test', 'unlimited'), ('frank@guichet.test', '4/1h,1000/1d');
INSERT INTO list_access (address, access) VALUES
 ('house@guichet.test', 'domain'), ('members@guichet.test', 'members'), ('board@guichet.test', 'carol@guichet.test'),
 ('door@guichet.test', 'anyone'), ('gate@guichet.test', 'anyone opens');
