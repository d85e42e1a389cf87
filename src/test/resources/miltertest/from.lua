-- guichet with a rule that From: belongs to the login: a good message, a forged one, and one of nobody who logged in.
function fail(text) mt.echo(text) error(text) end

conn = mt.connect(socket)
if conn == nil then fail "no connection" end
if mt.negotiate(conn, nil, nil, nil) ~= nil then fail "negotiation failed" end
if not mt.test_option(conn, SMFIP_NOBODY) then fail "the body is asked for" end
if not mt.test_option(conn, SMFIP_NR_HDR) then fail "every field is to be answered" end

function message(login, from)
	mt.abort(conn)
	if login ~= nil then
		mt.macro(conn, SMFIC_MAIL, "{auth_type}", "PLAIN", "{auth_authen}", login)
	end
	if not mt.test_option(conn, SMFIP_NOMAIL) then mt.mailfrom(conn, "<ann@example.org>") end
	if not mt.test_option(conn, SMFIP_NORCPT) then mt.rcptto(conn, "<box@example.net>") end
	if mt.header(conn, "From", from) ~= nil then fail "no field can be sent" end
	mt.header(conn, "Subject", "hello")
	if login ~= nil then
		mt.macro(conn, string.byte("E"), "i", "Q1", "{auth_type}", "PLAIN", "{auth_authen}", login)
	end
	if mt.eom(conn) ~= nil then fail "no answer" end
	return mt.getreply(conn)
end

if message("ann", "Ann <ann@example.org>") ~= SMFIR_CONTINUE then fail "the good message did not pass" end
if message("ann", "Boss <boss@example.org>") ~= SMFIR_REPLYCODE then fail "the forged message passed" end
if message(nil, "Boss <boss@example.org>") ~= SMFIR_CONTINUE then fail "mail from outside did not pass" end
if message("ann", "ann@example.org") ~= SMFIR_CONTINUE then fail "the second good message did not pass" end
mt.disconnect(conn)
