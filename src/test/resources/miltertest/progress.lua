-- A message that takes time.
function fail(text) mt.echo(text) error(text) end

conn = mt.connect(socket)
if conn == nil then fail "no connection" end
mt.conninfo(conn, "client.example", "192.0.2.7")
mt.mailfrom(conn, "<slow@example.org>")
mt.rcptto(conn, "<a@example.org>")
mt.header(conn, "Subject", "a")
mt.eoh(conn)
mt.bodystring(conn, "text\r\n")
if mt.eom(conn) ~= nil then fail "no answer" end
if mt.getreply(conn) ~= SMFIR_CONTINUE then fail "another answer" end
mt.disconnect(conn)
