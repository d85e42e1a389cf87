-- Every command, each answered, and what the filter understood.
function fail(text) mt.echo(text) error(text) end

function continues(where)
	if mt.getreply(conn) ~= SMFIR_CONTINUE then fail("another answer at " .. where) end
end

conn = mt.connect(socket)
if conn == nil then fail "no connection" end
mt.macro(conn, SMFIC_CONNECT, "j", "mx.example.org", "{daemon_name}", "other")
mt.conninfo(conn, "client.example", "192.0.2.7")
continues("connect")
mt.helo(conn, "helo.example")
continues("helo")
mt.unknown(conn, "FOO bar")
continues("unknown")
mt.macro(conn, SMFIC_MAIL, "{auth_authen}", "ann")
mt.mailfrom(conn, "<echo@example.org>", "SIZE=10", "BODY=8BITMIME")
continues("mail")
mt.macro(conn, SMFIC_RCPT, "{rcpt_host}", "example.net")
mt.rcptto(conn, "<a@example.net>")
continues("rcpt")
mt.rcptto(conn, "<b@example.net>", "NOTIFY=NEVER")
continues("rcpt")
mt.data(conn)
continues("data")
mt.header(conn, "Subject", "one\n two")
continues("header")
mt.header(conn, "X-Empty", "")
continues("header")
mt.eoh(conn)
continues("end of headers")
mt.bodystring(conn, "text\r\n")
continues("body")
mt.eom(conn)
continues("end of message")
expected = "CONNECT mx.example.org//; connect client.example IPV4 192.0.2.7; helo helo.example; unknown FOO bar"
	.. "; MAIL mx.example.org/ann/; mail echo@example.org[SIZE=10, BODY=8BITMIME]"
	.. "; RCPT mx.example.org/ann/example.net; rcpt a@example.net[]; rcpt b@example.net[NOTIFY=NEVER]; data"
	.. "; header Subject=one\n two; header X-Empty=; eoh; body 6; aborted 0"
if not mt.eom_check(conn, MT_HDRADD, "X-Told", expected) then
	fail("told otherwise: " .. tostring(mt.getheader(conn, "X-Told", 0)))
end
mt.disconnect(conn)
