-- The four roles and the database; safe to run again. Run as a superuser, once:
--   psql -v dbname=lectern -v owner_password=… -v maintenance_password=… -v app_password=… -v operator_password=… -f infra/roles.sql postgres
\set ON_ERROR_STOP on
\set QUIET on

SELECT format('CREATE ROLE %I', name)
  FROM unnest(ARRAY['lectern_owner', 'lectern_maintenance', 'lectern_app', 'lectern_operator']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

-- Owns the tables and runs schema changes; bound by the policies like everyone else.
ALTER ROLE lectern_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'owner_password';
-- Data migrations, backup, retention, bench: never in the environment of web or worker.
ALTER ROLE lectern_maintenance LOGIN NOSUPERUSER BYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'maintenance_password';
-- Web and worker.
ALTER ROLE lectern_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'app_password';
-- Operator's pages, dispatcher and sweeper: platform tables only.
ALTER ROLE lectern_operator LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'operator_password';

SELECT format('CREATE DATABASE %I OWNER lectern_owner', :'dbname')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'dbname') \gexec

\connect :dbname
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'dbname') \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO lectern_maintenance, lectern_app, lectern_operator', :'dbname') \gexec
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO lectern_owner;
GRANT USAGE ON SCHEMA public TO lectern_maintenance, lectern_app, lectern_operator;
