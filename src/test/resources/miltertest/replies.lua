-- Every answer, at a recipient and at the end of a message.
function fail(text) mt.echo(text) error(text) end

conn = mt.connect(socket)
if conn == nil then fail "no connection" end

function message(sender)
	mt.abort(conn)
	mt.mailfrom(conn, "<" .. sender .. "@example.org>")
	mt.rcptto(conn, "<a@example.org>")
	mt.header(conn, "From", "a@example.org")
	mt.eoh(conn)
	mt.bodystring(conn, "text\r\n")
	if mt.eom(conn) ~= nil then fail("no answer to " .. sender) end
	return mt.getreply(conn)
end

mt.conninfo(conn, "client.example", "192.0.2.7")
mt.mailfrom(conn, "<sender@example.org>")
for name, reply in pairs({ reject = SMFIR_REJECT, tempfail = SMFIR_TEMPFAIL, discard = SMFIR_DISCARD,
		accept = SMFIR_ACCEPT, coded = SMFIR_REPLYCODE, other = SMFIR_CONTINUE }) do
	mt.rcptto(conn, "<" .. name .. "@example.org>")
	if mt.getreply(conn) ~= reply then fail("another answer at the recipient " .. name) end
	if message(name) ~= reply then fail("another answer to the message of " .. name) end
	mt.abort(conn)
	mt.mailfrom(conn, "<sender@example.org>")
end
if message("coded") ~= SMFIR_REPLYCODE then fail "no reply with a code" end
if not mt.eom_check(conn, MT_SMTPREPLY, "550-5.7.1 not 100%% yours\r\n550", "5.7.1", "write to us") then
	fail "another text"
end
if message("broken") ~= SMFIR_TEMPFAIL then fail "a defect is not put off" end
if message("good") ~= SMFIR_CONTINUE then fail "a defect lasts longer than its message" end
if message("skip") ~= SMFIR_CONTINUE then fail "no answer after skipping" end
mt.disconnect(conn)
