-- Several messages on one connection; aborts, one after the other, and where there is no message.
function fail(text) mt.echo(text) error(text) end

conn = mt.connect(socket)
if conn == nil then fail "no connection" end
mt.conninfo(conn, "client.example", "192.0.2.7")
mt.helo(conn, "helo.example")
mt.abort(conn)
mt.abort(conn)
for n = 1, 20 do
	mt.macro(conn, SMFIC_MAIL, "{auth_authen}", "user" .. n)
	mt.mailfrom(conn, "<lost@example.org>")
	mt.rcptto(conn, "<lost@example.org>")
	mt.abort(conn)
	mt.abort(conn)
	mt.macro(conn, SMFIC_MAIL, "{auth_authen}", "user" .. n)
	mt.mailfrom(conn, "<echo@example.org>")
	mt.rcptto(conn, "<a@example.org>")
	mt.header(conn, "Subject", "message " .. n)
	mt.eoh(conn)
	mt.bodystring(conn, string.rep("x", 900) .. "\r\n")
	if mt.eom(conn) ~= nil then fail("no answer to message " .. n) end
	if mt.getreply(conn) ~= SMFIR_CONTINUE then fail("another answer to message " .. n) end
	expected = "MAIL /user" .. n .. "/; mail echo@example.org[]; rcpt a@example.org[]; data; header Subject=message " .. n
		.. "; eoh; body 902; aborted " .. 2 * n - 1
	if not mt.eom_check(conn, MT_HDRADD, "X-Told", expected) then
		fail("told otherwise: " .. tostring(mt.getheader(conn, "X-Told", 0)))
	end
	mt.abort(conn)
end
mt.disconnect(conn)
